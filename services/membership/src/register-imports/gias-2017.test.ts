/** On the real register of July 2017, where it is at hand. */
import { existsSync, readFileSync } from 'node:fs'
import {
  GetSchool,
  ListSchools,
  LocalAuthorityChanged,
  LocalAuthorityRegistered,
  SchoolChanged,
  SchoolRegistered,
} from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { importFile, integrator, refusalsOf } from '../../test/register-under-test.ts'
import { membership as service } from '../service.ts'
import { type EstablishmentRow, establishmentsCsv } from './fixtures.ts'

const path = '../shared/data/gias-establishments-2017.csv'
const there = existsSync(path)
if (!there) console.warn(`Skipped: ${path} is not there. It is the register's file of July 2017 in the register's own form.`)

describe.skipIf(!there)('the register of July 2017', () => {
  const membership = testService(service)
  const read = () => parse(readFileSync(path, 'latin1'), { columns: true }) as EstablishmentRow[]
  const events = async () =>
    (await sql<{ count: number }>`select count(*)::int from event where aggregate = 'school'`.execute(membership.sql)).rows[0]!.count
  const barrow = [
    '112206',
    '112210',
    '112211',
    '112212',
    '112240',
    '112244',
    '112289',
    '112363',
    '112364',
    '112400',
    '112406',
    '135940',
    '141041',
    '141993',
    '142247',
    '142249',
  ]
  const codeOn = async (urn: string, asAt: string) =>
    (await membership.ask(GetSchool, { urn, asAt }, { as: await integrator() })).localAuthority?.code

  test('every good row is there, and the broken one is reported by line and reason', { timeout: 120_000 }, async () => {
    const done = await importFile(membership, readFileSync(path), { extractedOn: '2017-07-01' })
    expect(done).toMatchObject({ state: 'done', rowsRead: 6023, rowsCreated: 6022, rowsRefused: 1, fieldsRefused: 0 })
    expect(await refusalsOf(membership, done.id)).toMatchObject([
      { line: 6024, column: 'URN', rule: 'form' },
      { line: 6024, column: 'EstablishmentName', rule: 'required' },
      { line: 6024, column: 'EstablishmentStatus (code)', rule: 'required' },
      { line: 6024, column: 'LA (code)', rule: 'form' },
    ])
    expect(await membership.emitted(SchoolRegistered)).toHaveLength(6022)

    const expected = read()
      .filter(({ URN }) => URN !== 'NA')
      .map((row) => [row.URN, row.EstablishmentName, row['EstablishmentStatus (code)'], row['LA (code)']])
    const { rows } = await sql<{ urn: string; name: string; status: string; la_code: string }>`
      select s.urn, s.name, s.status, c.la_code from school s join school_local_authority c on c.urn = s.urn and c.last_day is null order by s.urn`.execute(
      membership.sql,
    )
    expect(rows.map(({ urn, name, status, la_code }) => [urn, name, status, la_code])).toEqual(
      expected.map((row) => row.map((text) => text!.trim())).toSorted(),
    )
  })

  test('again, it changes nothing and tells nothing', { timeout: 120_000 }, async () => {
    const before = await events()
    expect(await importFile(membership, readFileSync(path), { extractedOn: '2017-07-01' })).toMatchObject({
      rowsChanged: 0,
      rowsCreated: 0,
      rowsUnchanged: 6022,
    })
    expect(await events()).toBe(before)
  })

  test('with one changed name, it tells one event', { timeout: 120_000 }, async () => {
    const before = await events()
    const text = readFileSync(path, 'latin1').replace('Greengate Junior School', 'Greengate Street Junior School')
    expect(await importFile(membership, Buffer.from(text, 'latin1'), { extractedOn: '2017-07-02' })).toMatchObject({ rowsChanged: 1 })
    expect(await events()).toBe(before + 1)
    expect(await membership.emitted(SchoolChanged)).toMatchObject([{ aggregateId: '112206', data: { changed: ['name'] } }])
  })

  test('a later file moves the Barrow schools from 909 to 943, from 1 April 2023', { timeout: 120_000 }, async () => {
    const later = read()
      .filter(({ URN }) => barrow.includes(URN))
      .map((row, index) => ({
        ...row,
        'LA (code)': '943',
        'LA (name)': 'Westmorland and Furness',
        EstablishmentNumber: String(2000 + index),
      }))
    const before = await events()
    expect(await importFile(membership, establishmentsCsv(later), { extractedOn: '2024-01-15' })).toMatchObject({
      rowsRead: 16,
      rowsChanged: 16,
    })
    expect(await events()).toBe(before + 16)
    for (const urn of barrow) {
      expect(await codeOn(urn, '2023-03-31')).toBe('909')
      expect(await codeOn(urn, '2023-04-01')).toBe('943')
      expect(await membership.emitted(SchoolChanged, urn)).toContainEqual(
        expect.objectContaining({
          data: expect.objectContaining({ laCode: '943', laFirstDay: '2023-04-01', changed: expect.arrayContaining(['local-authority']) }),
        }),
      )
    }
    const as = await integrator()
    const listed = async (asAt: string) =>
      (await membership.ask(ListSchools, { laCode: '909', asAt, limit: 200 }, { as })).items.map(({ urn }) => urn)
    expect(await listed('2023-03-31')).toEqual(expect.arrayContaining(barrow))
    expect((await listed('2023-04-01')).filter((urn) => barrow.includes(urn))).toEqual([])
    // The authorities were known by the reorganisation before a school was.
    expect(await membership.emitted(LocalAuthorityRegistered, '943')).toMatchObject([{ data: { firstDay: '2023-04-01' } }])
    expect(await membership.emitted(LocalAuthorityRegistered, '909')).toMatchObject([
      { data: { lastDay: '2023-03-31', successors: ['942', '943'] } },
    ])
    expect(await membership.emitted(LocalAuthorityChanged)).toEqual([])
  })
})
