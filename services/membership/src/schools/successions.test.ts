/** Which school carries on which: from the register's links, on its day, or by decision. */
import {
  DecideSuccession,
  GetSchool,
  ListSuccessions,
  SchoolSucceeded,
  SuccessionDeclined,
  SuccessionExpected,
  SuccessionLeftOpen,
} from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importFile, integrator, nationalBody, refusalsOf } from '../../test/register-under-test.ts'
import { type EstablishmentRow, establishmentsCsv, fictionalSchools, type LinkRow, linksCsv } from '../register-imports/fixtures.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
beforeAll(async () => {
  await membership.clock.set('2026-06-01T12:00:00Z')
  // So many that one that closes is not too many.
  await importFile(membership, establishmentsCsv(fictionalSchools(200, { firstUrn: 980_001 })), { extractedOn: '2026-01-01' })
})
beforeEach(() => sql`truncate register_import, register_import_refusal`.execute(membership.sql))

let urns = 900_000
interface Days {
  opens?: string
  closes?: string
  status?: '1' | '2' | '3' | '4'
}
/** Schools with these days; each test has its own. */
async function givenSchools(...days: Days[]): Promise<string[]> {
  const rows = [...fictionalSchools(days.length, { firstUrn: urns + 1, seed: urns })].map(
    (row, index): EstablishmentRow => ({
      ...row,
      EstablishmentNumber: '',
      OpenDate: days[index]!.opens ?? '',
      CloseDate: days[index]!.closes ?? '',
      'EstablishmentStatus (code)': days[index]!.status ?? '1',
    }),
  )
  urns += days.length
  await importFile(membership, establishmentsCsv(rows), { extractedOn: '2026-06-01' })
  return rows.map(({ URN }) => URN)
}
const links = (rows: LinkRow[], extractedOn = '2026-06-01') => importFile(membership, linksCsv(rows), { kind: 'links', extractedOn })
const link = (URN: string, LinkURN: string, LinkType = 'Successor', LinkEstablishedDate = ''): LinkRow => ({
  URN,
  LinkURN,
  LinkType,
  LinkEstablishedDate,
})
const succeeded = async (urn: string) => (await membership.emitted(SchoolSucceeded, urn)).map(({ data }) => data)
const successionOf = async (urn: string) => (await membership.ask(GetSchool, { urn }, { as: await integrator() })).succession

describe('one successor', () => {
  test('carries it on from the day on which it opens, as one event; again, the file changes nothing', async () => {
    const [old, academy] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-2025' })) as [string, string]
    const rows = [link(old, academy), link(academy, old, 'Predecessor', '01-09-2025')]
    expect(await links(rows)).toMatchObject({ state: 'done', rowsCreated: 2, rowsRefused: 0 })
    expect(await succeeded(old)).toEqual([{ urn: old, successorUrn: academy, firstDay: '2025-09-01' }])
    expect(await successionOf(old)).toMatchObject({
      successorUrn: academy,
      firstDay: '2025-09-01',
      state: 'succeeded',
      decided: false,
      candidates: [academy],
    })
    expect((await membership.ask(GetSchool, { urn: academy }, { as: await integrator() })).predecessors).toMatchObject([
      { urn: old, state: 'succeeded' },
    ])

    expect(await links(rows)).toMatchObject({ rowsCreated: 0, rowsChanged: 0, rowsUnchanged: 2 })
    expect(await succeeded(old)).toHaveLength(1)
  })

  test('which is open for long carries it on from the day after its last', async () => {
    const [old, neighbour] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-1970' })) as [string, string]
    await links([link(old, neighbour, 'Successor - merged')])
    expect(await succeeded(old)).toMatchObject([{ firstDay: '2025-09-01' }])
  })

  test('without a last day, from the day of the link', async () => {
    const [old, neighbour] = (await givenSchools({}, { opens: '01-09-1970' })) as [string, string]
    await links([link(neighbour, old, 'Predecessor - amalgamated', '01-01-2026')])
    expect(await succeeded(old)).toMatchObject([{ successorUrn: neighbour, firstDay: '2026-01-01' }])
  })

  test('several that end in one are each carried on by it', async () => {
    const [a, b, c] = (await givenSchools(
      { closes: '31-08-2025', status: '2' },
      { closes: '31-08-2025', status: '2' },
      { opens: '01-09-2025' },
    )) as [string, string, string]
    await links([link(a, c, 'Successor - amalgamated'), link(b, c, 'Successor - amalgamated')])
    expect(await succeeded(a)).toHaveLength(1)
    expect(await succeeded(b)).toHaveLength(1)
  })

  test('one after the other are taken in the order of their days', async () => {
    const [a, b, c] = (await givenSchools(
      { closes: '31-08-2012', status: '2' },
      { opens: '01-09-2012', closes: '31-08-2020', status: '2' },
      { opens: '01-09-2020' },
    )) as [string, string, string]
    await links([link(b, c), link(a, b)])
    const { rows } = await sql<{ id: string }>`
      select aggregate_id as id from event where name = ${SchoolSucceeded.name} and aggregate_id in (${a}, ${b}) order by seq`.execute(
      membership.sql,
    )
    expect(rows.map(({ id }) => id)).toEqual([a, b])
  })
})

describe('a day that lies ahead', () => {
  test('is announced, and nothing moves before it', async () => {
    const [old, academy] = (await givenSchools({ closes: '31-08-2026', status: '3' }, { opens: '01-09-2026', status: '4' })) as [
      string,
      string,
    ]
    await links([link(old, academy)])
    expect(await succeeded(old)).toEqual([])
    expect(await membership.emitted(SuccessionExpected, old)).toMatchObject([{ data: { successorUrn: academy, firstDay: '2026-09-01' } }])
    expect(await successionOf(old)).toMatchObject({ state: 'awaiting-day', firstDay: '2026-09-01' })

    // A second before midnight in London, which is 23:00 UTC in summer.
    await membership.clock.set('2026-08-31T22:59:50Z')
    await membership.idle()
    expect(await succeeded(old)).toEqual([])
    await membership.clock.set('2026-08-31T23:00:10Z')
    await expect.poll(() => succeeded(old), { timeout: 10_000 }).toEqual([{ urn: old, successorUrn: academy, firstDay: '2026-09-01' }])
    await membership.clock.set('2026-06-01T12:00:00Z')
  })

  test('that slips is told again, and the new day counts', async () => {
    const [old, academy] = (await givenSchools({ status: '3' }, { opens: '01-09-2026', status: '4' })) as [string, string]
    await links([link(old, academy)])
    await importFile(
      membership,
      establishmentsCsv([
        {
          ...([...fictionalSchools(1)][0] as EstablishmentRow),
          URN: academy,
          EstablishmentNumber: '',
          'EstablishmentStatus (code)': '4',
          OpenDate: '01-01-2027',
        },
      ]),
      { extractedOn: '2026-06-01' },
    )
    expect((await membership.emitted(SuccessionExpected, old)).map(({ data }) => data.firstDay)).toEqual(['2026-09-01', '2027-01-01'])
    expect(await successionOf(old)).toMatchObject({ state: 'awaiting-day', firstDay: '2027-01-01' })
  })
})

describe('what the register leaves open', () => {
  test.for([
    ['several successors', 'Successor', 'Successor'],
    ['a split', 'Successor - Split School', 'Successor - Split School'],
  ] as const)('%s wait for the national body, who decides', async ([, type, other]) => {
    const [old, a, b] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-2025' }, { opens: '01-09-2025' })) as [
      string,
      string,
      string,
    ]
    await links([link(old, a, type), link(old, b, other)])
    expect(await succeeded(old)).toEqual([])
    expect(await membership.emitted(SuccessionLeftOpen, old)).toMatchObject([{ data: { candidates: [a, b] } }])
    const as = await nationalBody()
    const open = await membership.ask(ListSuccessions, { state: 'awaiting-decision', limit: 200 }, { as })
    expect(open.items).toContainEqual(expect.objectContaining({ urn: old, candidates: [a, b], state: 'awaiting-decision' }))

    const decided = await membership.ask(DecideSuccession, { urn: old, successorUrn: b, reason: 'It kept the site and the staff.' }, { as })
    expect(decided).toMatchObject({
      successorUrn: b,
      firstDay: '2025-09-01',
      state: 'succeeded',
      decided: true,
      reason: 'It kept the site and the staff.',
    })
    expect(await succeeded(old)).toEqual([{ urn: old, successorUrn: b, firstDay: '2025-09-01' }])
    // The register does not undo it.
    await links([link(old, a, type), link(old, b, other)])
    expect(await succeeded(old)).toHaveLength(1)
  })

  test('a split into one school that is named waits, too', async () => {
    const [old, a] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-2025' })) as [string, string]
    await links([link(old, a, 'Successor - Split School')])
    expect(await successionOf(old)).toMatchObject({ state: 'awaiting-decision' })
  })

  test('links of other types move nothing', async () => {
    const [old, a] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-2025' })) as [string, string]
    expect(await links([link(old, a, 'Expansion'), link(old, a, 'Sixth Form Centre Link'), link(a, old, 'Other')])).toMatchObject({
      rowsCreated: 3,
    })
    expect(await successionOf(old)).toBeUndefined()
  })

  test('that no school carries it on is a decision, too, and ends the matter', async () => {
    const [old, a] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-2025' })) as [string, string]
    await links([link(old, a, 'Successor - Split School')])
    const as = await nationalBody()
    expect(await membership.ask(DecideSuccession, { urn: old, reason: 'Closed for good.' }, { as })).toMatchObject({
      state: 'declined',
      decided: true,
    })
    expect(await membership.emitted(SuccessionDeclined, old)).toHaveLength(1)
    await links([link(old, a)])
    expect(await succeeded(old)).toEqual([])
  })
})

describe('a decision', () => {
  test('for a day that lies ahead waits for it', async () => {
    const [old, a] = (await givenSchools({}, {})) as [string, string]
    const as = await nationalBody()
    expect(
      await membership.ask(DecideSuccession, { urn: old, successorUrn: a, firstDay: '2026-07-01', reason: 'Agreed.' }, { as }),
    ).toMatchObject({ state: 'awaiting-day' })
    expect(await membership.emitted(SuccessionExpected, old)).toMatchObject([{ data: { firstDay: '2026-07-01' } }])
    await membership.clock.set('2026-07-01T00:00:00Z')
    await expect.poll(() => succeeded(old), { timeout: 10_000 }).toHaveLength(1)
    await membership.clock.set('2026-06-01T12:00:00Z')
  })

  test('is refused where there is no such school, no such successor, no day, or it was carried on already', async () => {
    const [old, a] = (await givenSchools({ opens: '01-09-2000' }, { opens: '01-09-1990' })) as [string, string]
    const as = await nationalBody()
    const refusal = (input: object) => membership.refusal(DecideSuccession, { urn: old, reason: 'Because.', ...input }, { as })
    expect(await refusal({ urn: '999999' })).toMatchObject({ status: 404, type: '/problems/no-such-school' })
    expect(await refusal({ successorUrn: '999999' })).toMatchObject({ status: 422, type: '/problems/no-such-successor' })
    expect(await refusal({ successorUrn: old })).toMatchObject({ status: 422, type: '/problems/no-such-successor' })
    expect(await refusal({ successorUrn: a })).toMatchObject({ status: 422, type: '/problems/succession-needs-day' })
    const { version } = await membership.ask(DecideSuccession, { urn: old, successorUrn: a, firstDay: '2026-01-01', reason: 'So.' }, { as })
    expect(
      await membership.refusal(DecideSuccession, { urn: old, reason: 'Because.' }, { as, expectedVersion: version + 1 }),
    ).toMatchObject({ status: 412 })
    expect(await refusal({})).toMatchObject({ status: 409, type: '/problems/already-succeeded', successorUrn: a })
  })

  test('is the national body’s', async () => {
    const refused = await membership.refusal(DecideSuccession, { urn: '980001', reason: 'Because.' }, { as: await integrator() })
    expect(refused).toMatchObject({ status: 403 })
  })
})

test('links to schools that are not here, to itself, and twice the same, are refused alone', async () => {
  const [old, a] = (await givenSchools({ closes: '31-08-2025', status: '2' }, { opens: '01-09-2025' })) as [string, string]
  const done = await links([
    link('999998', a),
    link(old, '999999'),
    link(old, old),
    link(old, a),
    link(old, a),
    link(old, a, 'Successor', '99-99-2025'),
  ])
  expect(done).toMatchObject({ state: 'done', rowsRead: 6, rowsCreated: 1, rowsRefused: 5 })
  expect((await refusalsOf(membership, done.id)).map(({ line, urn, column, rule }) => [line, urn, column, rule])).toEqual([
    [2, '999998', 'URN', 'unknown-school'],
    [3, '999999', 'LinkURN', 'unknown-school'],
    [4, old, 'LinkURN', 'same'],
    [6, old, undefined, 'duplicate'],
    [7, old, 'LinkEstablishedDate', 'date'],
  ])
})
