/** Finding schools: by name, codes, distance, groups, day; following the list; a school as of a day and as was known. */
import { GetLocalAuthority, GetSchool, ListLocalAuthorities, ListSchools } from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { importFile, integrator } from '../../test/register-under-test.ts'
import { type EstablishmentRow, establishmentsCsv, fictionalSchools } from '../register-imports/fixtures.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
let as: string
const base = [...fictionalSchools(60, { firstUrn: 900_001, seed: 3 })].map((row) => ({
  ...row,
  EstablishmentNumber: '',
  'LA (code)': '926',
  'LA (name)': 'Norfolk',
}))
const named: [string, string, Partial<EstablishmentRow>][] = [
  ['900101', "St. Bernard's Catholic High School", { 'PhaseOfEducation (code)': '4', Easting: '320000', Northing: '470000' }],
  ['900102', 'St Bernadette Primary School', { 'PhaseOfEducation (code)': '2', Easting: '323000', Northing: '474000' }],
  ['900103', 'Bernard Street Nursery', { 'PhaseOfEducation (code)': '1', Easting: '320000', Northing: '482000' }],
  ['900104', 'Æthelstan Académie', { 'PhaseOfEducation (code)': '7', Easting: '', Northing: '' }],
]
const rows: EstablishmentRow[] = [
  ...base,
  ...named.map(([URN, EstablishmentName, more], index) => ({
    ...base[index]!,
    URN,
    EstablishmentName,
    'LA (code)': '909',
    'LA (name)': 'Cumbria',
    EstablishmentNumber: String(4000 + index),
    ...more,
  })),
]
beforeAll(async () => {
  await membership.clock.set('2026-06-01T12:00:00Z')
  await importFile(membership, establishmentsCsv(rows), { extractedOn: '2026-05-01' })
  as = await integrator()
})
const list = (input: object) => membership.ask(ListSchools, input, { as })
const urnsOf = async (input: object) => (await list(input)).items.map(({ urn }) => urn)

describe('by name', () => {
  test.for([
    ['the beginnings of its words, in any order', 'cath bern', ['900101']],
    ['without its apostrophes and full stops', 'st bernards', ['900101']],
    ['with them', "st. bernard's", ['900101']],
    ['without its accents', 'academie', ['900104']],
    ['with a slip of the key, what is like it', 'bernadete', ['900102']],
  ] as const)('%s', async ([, name, urns]) => expect((await urnsOf({ name, laCode: '909' })).slice(0, urns.length)).toEqual(urns))

  test('what begins so comes before what is only like it', async () => {
    const found = await urnsOf({ name: 'bernard', laCode: '909' })
    expect(found.slice(0, 2)).toEqual(['900103', '900101'])
  })

  test('signs that mean something elsewhere mean nothing here', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', '.', '*', '(', '\\', '%', '_', "'", '"', 'ß', '0'), minLength: 2, maxLength: 8 }),
        async (name) => {
          if (!/[\p{L}\p{N}]/u.test(name)) return
          expect((await list({ name, limit: 5 })).items.length).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('pages', () => {
  test.for([{}, { name: 'school' }, { near: '54.1,-3.2' }] as const)(
    'of %o: every school once, in order, however small they are',
    async (input) => {
      const whole = (await list({ ...input, limit: 200 })).items
      const seen: string[] = []
      for (let after: string | undefined, more = true; more; ) {
        const page = await list({ ...input, limit: 7, ...(after === undefined ? {} : { after }) })
        seen.push(...page.items.map(({ urn }) => urn))
        after = page.next
        more = after !== undefined
      }
      expect(seen).toEqual(whole.map(({ urn }) => urn))
      expect(new Set(seen).size).toBe(seen.length)
    },
  )

  test('days at the ends of time are days', async () => {
    for (const asAt of ['0001-01-01', '9999-12-31']) {
      expect(await list({ asAt, limit: 1 })).toBeDefined()
      expect(await membership.ask(GetSchool, { urn: '900101', asAt }, { as })).toBeDefined()
    }
  })

  test('a cursor that is none, or another list’s, is refused', async () => {
    const { next } = await list({ limit: 1 })
    for (const input of [{ after: 'x' }, { after: next, near: '54,-3' }, { after: Buffer.from('["a\\u0000"]').toString('base64url') }]) {
      expect(await membership.refusal(ListSchools, input, { as })).toMatchObject({ status: 400, type: '/problems/invalid-input' })
    }
  })
})

describe('by codes', () => {
  test('phase, LA code and number, status', async () => {
    expect(await urnsOf({ laCode: '909', phase: '4' })).toEqual(['900101'])
    expect(await urnsOf({ laCode: '909', establishmentNumber: '4001' })).toEqual(['900102'])
    expect((await list({ status: '1', limit: 200 })).items).toHaveLength(rows.length)
    expect(await urnsOf({ status: '2' })).toEqual([])
  })

  test('a group or a network that is not there has no schools', async () => {
    expect(await urnsOf({ groupId: newId() })).toEqual([])
    const reader = await token({ scopes: ['register:read', 'networks:read'] })
    expect((await membership.ask(ListSchools, { networkId: newId() }, { as: reader })).items).toEqual([])
  })

  test('who belongs to a network is for those who may read networks', async () => {
    expect(await membership.refusal(ListSchools, { networkId: newId() }, { as })).toMatchObject({
      status: 403,
      type: '/problems/missing-scope',
      scope: 'networks:read',
    })
  })
})

describe('by distance', () => {
  test('nearest first, with the distance; none without a place; not the school itself', async () => {
    const { items } = await list({ nearUrn: '900101', laCode: '909' })
    expect(items.map(({ urn, distanceKm }) => [urn, distanceKm])).toEqual([
      ['900102', 5],
      ['900103', 12],
    ])
    expect(await urnsOf({ nearUrn: '900101', withinKm: 5.001, laCode: '909' })).toEqual(['900102'])
    expect(await urnsOf({ nearUrn: '900104' })).toEqual([])
  })

  test('of a latitude and longitude', async () => {
    const { location } = await membership.ask(GetSchool, { urn: '900103' }, { as })
    const { items } = await list({ near: `${location!.latitude},${location!.longitude}`, withinKm: 1, laCode: '909' })
    expect(items).toMatchObject([{ urn: '900103', distanceKm: 0 }])
    expect(await urnsOf({ near: '-54,100', withinKm: 1000 })).toEqual([])
  })

  test('what does not go together is refused', async () => {
    for (const input of [{ near: '54,-3', nearUrn: '900101' }, { withinKm: 5 }, { near: '91,0' }, { near: '0,181' }, { near: 'north' }]) {
      expect(await membership.refusal(ListSchools, input, { as })).toMatchObject({ status: 400, type: '/problems/invalid-input' })
    }
    expect(await membership.refusal(ListSchools, { nearUrn: '999999' }, { as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-school',
    })
  })
})

test('a school that is not there', async () => {
  expect(await membership.refusal(GetSchool, { urn: '999999' }, { as })).toMatchObject({ status: 404, type: '/problems/no-such-school' })
})

test('local authorities, with their days and successors; those of a day', async () => {
  const { items } = await membership.ask(ListLocalAuthorities, { limit: 200 }, { as })
  expect(items.map(({ code }) => code)).toEqual(items.map(({ code }) => code).toSorted())
  expect(await membership.ask(GetLocalAuthority, { code: '909' }, { as })).toMatchObject({
    name: 'Cumbria',
    lastDay: '2023-03-31',
    successors: ['942', '943'],
    predecessors: [],
  })
  expect(await membership.ask(GetLocalAuthority, { code: '943' }, { as })).toMatchObject({ firstDay: '2023-04-01', predecessors: ['909'] })
  const codesOn = async (asAt: string) =>
    (await membership.ask(ListLocalAuthorities, { asAt, limit: 200 }, { as })).items.map(({ code }) => code)
  expect(await codesOn('2023-03-31')).toEqual(expect.arrayContaining(['909', '926']))
  expect(await codesOn('2023-03-31')).not.toContain('943')
  expect(await codesOn('2023-04-01')).not.toContain('909')
  expect(await membership.refusal(GetLocalAuthority, { code: '000' }, { as })).toMatchObject({
    status: 404,
    type: '/problems/no-such-local-authority',
  })
})

test('as was known: a correction of the register does not change what one knew before it', async () => {
  const urn = '900101'
  const before = membership.clock.now().toISOString()
  await membership.clock.advance({ hours: 1 })
  const renamed = rows.map((row) =>
    row.URN === urn ? { ...row, EstablishmentName: 'St Bernards', 'LA (code)': '943', 'LA (name)': 'Westmorland and Furness' } : row,
  )
  await importFile(membership, establishmentsCsv(renamed), { extractedOn: '2026-05-02' })
  const get = (input: object) => membership.ask(GetSchool, { urn, ...input }, { as })
  expect(await get({})).toMatchObject({ name: 'St Bernards', localAuthority: { code: '943', firstDay: '2023-04-01' }, version: 2 })
  expect(await get({ asAt: '2023-03-31' })).toMatchObject({ localAuthority: { code: '909', lastDay: '2023-03-31' } })
  expect(await get({ asKnownAt: before })).toMatchObject({
    name: "St. Bernard's Catholic High School",
    localAuthority: { code: '909' },
    version: 1,
  })
  expect((await get({ asKnownAt: before })).localAuthorities).toEqual([{ code: '909', establishmentNumber: '4000' }])
  expect((await get({})).localAuthorities).toHaveLength(2)
  expect(await membership.refusal(GetSchool, { urn, asKnownAt: '2020-01-01T00:00:00Z' }, { as })).toMatchObject({ status: 404 })
})

describe('following the list', () => {
  test('what was written since, and what a day has brought', async () => {
    const mine: EstablishmentRow = { ...base[0]!, URN: '900201', 'EstablishmentStatus (code)': '3', CloseDate: '31-07-2026' }
    await importFile(membership, establishmentsCsv([mine]), { extractedOn: '2026-05-03' })
    const { updatedUntil } = await list({ limit: 1 })
    expect(Date.parse(updatedUntil)).toBeLessThan(Date.now())
    const since = async (updatedSince: string) => (await list({ updatedSince, limit: 200 })).items
    expect((await since(updatedUntil)).map(({ urn }) => urn)).toContain('900201')

    // Long after everything was written; only days go by.
    await sql`alter table school disable trigger keep_history`.execute(membership.sql)
    await sql`update school set updated_at = '2026-05-03'`.execute(membership.sql)
    await sql`alter table school enable trigger keep_history`.execute(membership.sql)
    expect(await since('2026-06-01T12:00:00Z')).toEqual([])
    await membership.clock.set('2026-08-01T08:00:00Z')
    expect(await since('2026-06-01T12:00:00Z')).toMatchObject([{ urn: '900201', status: '2' }])
    expect(await since('2026-08-01T12:00:00Z')).toEqual([])
  })
})
