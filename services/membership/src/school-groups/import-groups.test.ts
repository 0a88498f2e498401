/** Trusts, federations and sponsors, from the register's groups file and from the establishments file. */
import {
  GetSchool,
  GetSchoolGroup,
  ListSchoolGroups,
  ListSchools,
  SchoolGroupChanged,
  SchoolGroupRegistered,
  SchoolJoinedGroup,
  SchoolLeftGroup,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { importFile, integrator, refusalsOf } from '../../test/register-under-test.ts'
import { type EstablishmentRow, establishmentsCsv, fictionalSchools, type GroupRow, groupsCsv } from '../register-imports/fixtures.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
beforeAll(() => membership.clock.set('2026-10-01T12:00:00Z'))
beforeEach(() => sql`truncate register_import, register_import_refusal`.execute(membership.sql))

let urns = 900_000
let uids = 5000
const uid = () => String(++uids)
async function givenSchools(count: number): Promise<EstablishmentRow[]> {
  const rows = [...fictionalSchools(count, { firstUrn: urns + 1, seed: urns })].map((school) => ({
    ...school,
    EstablishmentNumber: '',
    OpenDate: '01-09-2010',
  }))
  urns += count
  await importFile(membership, establishmentsCsv(rows), { extractedOn: '2026-01-01' })
  return rows
}
const trust = (uid: string, more: GroupRow = {}): GroupRow => ({
  'Group UID': uid,
  'Group ID': `TR${uid}`,
  'Group Name': `Ridge Trust ${uid}`,
  'Group Type (code)': '06',
  'Group Type': 'Multi-academy trust',
  'Incorporated on (open date)': '01/04/2011',
  'Companies House Number': `0${uid}`,
  ...more,
})
const federation = (uid: string, more: GroupRow = {}): GroupRow => ({
  ...trust(uid),
  'Group Type (code)': '01',
  'Group Type': 'Federation',
  ...more,
})
const imported = (rows: GroupRow[], extractedOn = '2026-02-01') => importFile(membership, groupsCsv(rows), { kind: 'groups', extractedOn })
const groupsOf = async (urn: string, asAt?: string) =>
  (await membership.ask(GetSchool, { urn, asAt }, { as: await integrator() })).groups.map(({ name, firstDay, lastDay }) => [
    name,
    firstDay,
    lastDay,
  ])
const groupId = async (uid: string) => (await membership.ask(ListSchoolGroups, { uid }, { as: await integrator() })).items[0]!.id

test('a group and its schools, each from the day of joining; again, it changes and tells nothing', async () => {
  const [a, b] = await givenSchools(2)
  const t = uid()
  const rows = [trust(t, { URN: a!.URN, 'Joined date': '01/09/2012' }), trust(t, { URN: b!.URN, 'Joined date': '01/01/2015' })]
  expect(await imported(rows)).toMatchObject({ state: 'done', rowsRead: 2, rowsCreated: 2, rowsRefused: 0 })

  const id = await groupId(t)
  const as = await integrator()
  const group = await membership.ask(GetSchoolGroup, { groupId: id }, { as })
  expect(group).toMatchObject({
    uid: t,
    groupNumber: `TR${t}`,
    kind: 'multi-academy-trust',
    firstDay: '2011-04-01',
    companiesHouseNumber: `0${t}`,
  })
  expect(group.schools.map(({ urn, firstDay }) => [urn, firstDay])).toEqual([
    [a!.URN, '2012-09-01'],
    [b!.URN, '2015-01-01'],
  ])
  expect((await membership.ask(GetSchoolGroup, { groupId: id, asAt: '2014-12-31' }, { as })).schools).toHaveLength(1)
  expect((await membership.ask(ListSchools, { groupId: id, asAt: '2012-08-31' }, { as })).items).toEqual([])
  expect((await membership.ask(ListSchools, { groupId: id }, { as })).items.map(({ urn }) => urn).toSorted()).toEqual([a!.URN, b!.URN])
  expect(await membership.emitted(SchoolGroupRegistered, id)).toHaveLength(1)
  expect(await membership.emitted(SchoolJoinedGroup, a!.URN)).toMatchObject([{ data: { groupId: id, firstDay: '2012-09-01' } }])

  const version = (await membership.ask(GetSchool, { urn: a!.URN }, { as })).version
  expect(await imported(rows)).toMatchObject({ rowsCreated: 0, rowsChanged: 0, rowsUnchanged: 2 })
  expect((await membership.ask(GetSchool, { urn: a!.URN }, { as })).version).toBe(version)
  expect(await membership.emitted(SchoolJoinedGroup, a!.URN)).toHaveLength(1)
})

test('a trust transfer changes the controller under one URN, by two events of the school', async () => {
  const [school] = await givenSchools(1)
  const [from, to] = [uid(), uid()]
  await imported([trust(from, { URN: school!.URN, 'Joined date': '01/09/2012' })])
  await imported([trust(to, { URN: school!.URN, 'Joined date': '01/01/2026' })], '2026-02-02')
  expect(await groupsOf(school!.URN, '2025-12-31')).toEqual([[`Ridge Trust ${from}`, '2012-09-01', '2025-12-31']])
  expect(await groupsOf(school!.URN, '2026-01-01')).toEqual([[`Ridge Trust ${to}`, '2026-01-01', undefined]])
  expect(await membership.emitted(SchoolLeftGroup, school!.URN)).toMatchObject([
    { data: { groupId: await groupId(from), lastDay: '2025-12-31' } },
  ])
  expect(await membership.emitted(SchoolJoinedGroup, school!.URN)).toHaveLength(2)
})

test('a school under two trusts in one file: each ends where the next begins', async () => {
  const [school] = await givenSchools(1)
  const [first, second] = [uid(), uid()]
  // The later trust has the lower UID, and comes first.
  const rows = [
    trust(first, { URN: school!.URN, 'Joined date': '01/01/2020' }),
    trust(second, { URN: school!.URN, 'Joined date': '01/01/2013' }),
  ]
  expect(await imported(rows)).toMatchObject({ state: 'done', rowsRefused: 0 })
  expect(await groupsOf(school!.URN, '2019-12-31')).toEqual([[`Ridge Trust ${second}`, '2013-01-01', '2019-12-31']])
  expect(await groupsOf(school!.URN)).toEqual([[`Ridge Trust ${first}`, '2020-01-01', undefined]])
})

test('a trust that is older than the one that stands is refused, and said', async () => {
  const [school] = await givenSchools(1)
  const [stands, older] = [uid(), uid()]
  await imported([trust(stands, { URN: school!.URN, 'Joined date': '01/01/2020' })])
  const done = await imported([trust(older, { URN: school!.URN, 'Joined date': '01/01/2013' })], '2026-02-02')
  expect(done).toMatchObject({ rowsRefused: 1 })
  expect(await refusalsOf(membership, done.id)).toMatchObject([{ line: 2, urn: school!.URN, rule: 'two-trusts' }])
  expect(await groupsOf(school!.URN)).toEqual([[`Ridge Trust ${stands}`, '2020-01-01', undefined]])
})

test('a federation is beside a trust; a school that is no longer named stays', async () => {
  const [a, b] = await givenSchools(2)
  const [t, f] = [uid(), uid()]
  await imported([
    trust(t, { URN: a!.URN, 'Joined date': '01/01/2020' }),
    federation(f, { URN: a!.URN, 'Joined date': '01/01/2021' }),
    federation(f, { URN: b!.URN, 'Joined date': '01/01/2021' }),
  ])
  await imported([federation(f, { URN: b!.URN, 'Joined date': '01/01/2021' })], '2026-02-02')
  expect(await groupsOf(a!.URN)).toHaveLength(2)
})

test('a group that has ended has no schools from the next day on', async () => {
  const [school] = await givenSchools(1)
  const f = uid()
  await imported([federation(f, { URN: school!.URN, 'Joined date': '01/01/2021' })])
  expect(await imported([federation(f, { 'Closed Date': '31/12/2025', 'Group Status (code)': 'CLOSED' })], '2026-02-02')).toMatchObject({
    rowsChanged: 1,
  })
  expect(await groupsOf(school!.URN, '2025-12-31')).toHaveLength(1)
  expect(await groupsOf(school!.URN, '2026-01-01')).toEqual([])
  expect(await membership.emitted(SchoolGroupChanged, await groupId(f))).toMatchObject([{ data: { lastDay: '2025-12-31' } }])
  expect(await membership.emitted(SchoolLeftGroup, school!.URN)).toMatchObject([{ data: { lastDay: '2025-12-31' } }])
})

test('rows about schools that are not here, of no known type, or ending before they begin, are refused alone', async () => {
  const [school] = await givenSchools(1)
  const done = await imported([
    trust(uid(), { URN: '999999', 'Joined date': '01/01/2020' }),
    trust(uid(), { 'Group Type (code)': '77', 'Group Type': 'Guild' }),
    trust(uid(), { 'Closed Date': '01/01/2000' }),
    trust(uid(), { 'Group Type (code)': '13', 'Group Type': 'Secure single-academy trust', URN: school!.URN, 'Joined date': '01/01/2020' }),
  ])
  expect(done).toMatchObject({ state: 'done', rowsCreated: 1, rowsRefused: 3 })
  expect((await refusalsOf(membership, done.id)).map(({ line, rule }) => [line, rule])).toEqual([
    [2, 'unknown-school'],
    [3, 'code'],
    [4, 'date'],
  ])
})

test('the establishments file names trusts and federations without a day: it counts from the extract, until the groups file gives one', async () => {
  const [row] = await givenSchools(1)
  const t = uid()
  const named = {
    ...row!,
    'TrustSchoolFlag (name)': 'Supported by a multi-academy trust',
    'Trusts (code)': t,
    'Trusts (name)': 'Fell Trust',
  }
  const establishments = (rows: EstablishmentRow[], extractedOn: string) => importFile(membership, establishmentsCsv(rows), { extractedOn })
  expect(await establishments([named], '2026-01-10')).toMatchObject({ rowsChanged: 1 })
  expect(await groupsOf(row!.URN)).toEqual([['Fell Trust', '2026-01-10', undefined]])
  expect(await establishments([named], '2026-01-11')).toMatchObject({ rowsUnchanged: 1 })

  await imported([trust(t, { 'Group Name': 'Fell Trust', URN: row!.URN, 'Joined date': '01/09/2014' })])
  expect(await groupsOf(row!.URN)).toEqual([['Fell Trust', '2014-09-01', undefined]])
  expect(await membership.emitted(SchoolJoinedGroup, row!.URN)).toMatchObject([
    { data: { firstDay: '2026-01-10' } },
    { data: { firstDay: '2014-09-01', replacesFirstDay: '2026-01-10' } },
  ])

  // It says that the school is in none any more.
  await establishments([{ ...row!, 'TrustSchoolFlag (name)': 'Not supported by a trust' }], '2026-03-01')
  expect(await groupsOf(row!.URN, '2026-02-28')).toHaveLength(1)
  expect(await groupsOf(row!.URN, '2026-03-01')).toEqual([])
})

test('an academy that is new here has been in its trust since it opened', async () => {
  const [, t] = [urns++, uid()]
  const [row] = [...fictionalSchools(1, { firstUrn: urns, seed: urns })] as [EstablishmentRow]
  const academy = {
    ...row,
    OpenDate: '01-09-2019',
    'TrustSchoolFlag (name)': 'Supported by a single-academy trust',
    'Trusts (code)': t,
    'Trusts (name)': 'Own Trust',
  }
  await importFile(membership, establishmentsCsv([academy]), { extractedOn: '2026-01-10' })
  expect(await groupsOf(row.URN)).toEqual([['Own Trust', '2019-09-01', undefined]])
})

test('groups are found by the beginnings of words, by kind, and by school', async () => {
  const [school] = await givenSchools(1)
  const [a, b] = [uid(), uid()]
  await imported([
    trust(a, { 'Group Name': 'Kestrel Learning Alliance', URN: school!.URN, 'Joined date': '01/09/2012' }),
    federation(b, { 'Group Name': 'Kestrel Federation' }),
  ])
  const as = await integrator()
  const names = async (input: object) => (await membership.ask(ListSchoolGroups, input, { as })).items.map(({ name }) => name)
  expect(await names({ name: 'kest lea' })).toEqual(['Kestrel Learning Alliance'])
  expect(await names({ name: 'kestrel' })).toEqual(['Kestrel Federation', 'Kestrel Learning Alliance'])
  expect(await names({ name: 'kestrel', kind: 'federation' })).toEqual(['Kestrel Federation'])
  expect(await names({ urn: school!.URN })).toEqual(['Kestrel Learning Alliance'])
  expect(await names({ urn: school!.URN, asAt: '2012-08-31' })).toEqual([])
  const first = await membership.ask(ListSchoolGroups, { name: 'kestrel', limit: 1 }, { as })
  expect(await names({ name: 'kestrel', limit: 1, after: first.next })).toEqual(['Kestrel Learning Alliance'])
  expect(await membership.refusal(GetSchoolGroup, { groupId: newId() }, { as })).toMatchObject({
    status: 404,
    type: '/problems/no-such-school-group',
  })
})
