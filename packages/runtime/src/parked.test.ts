import { operating } from '@nlc/contracts/operating'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testService, token } from '../../testing/src/index.ts'
import { PlaceBooked, VisitPlanned } from '../example/visits.ts'
import { witness } from '../example/witness.ts'
import { newId } from './id.ts'

const { listParked, replayParked } = operating('roles')

/** Visits that cannot be heard of, from a version on. */
const unheard = new Map<string, number>()
const service = testService(
  witness(({ visitId, version }, when) => {
    if (when === 'after' && version >= (unheard.get(visitId) ?? 100)) throw new Error(`version ${version} cannot be heard of`)
  }),
)
let operator: string
beforeAll(async () => {
  operator = await token({ scopes: ['national-body'], kind: 'national-body' })
})
beforeEach(() => unheard.clear())

const parkedOf = async (visitId: string) =>
  (
    await sql<{ id: string; version: number; cause: string }>`
    select event_id as id, version, cause from parked where aggregate_id = ${visitId} order by version`.execute(service.sql)
  ).rows
const heardOf = async (visitId: string) =>
  (await sql<{ version: number }>`select version from heard where visit_id = ${visitId} order by no`.execute(service.sql)).rows.map(
    ({ version }) => version,
  )
const ignored = (cause: Error) => {
  expect(cause.message).toContain('parked')
}

/** A visit of which the first `heard` events are known, and the others parked. */
async function parked(heard: number, others: number): Promise<string> {
  const visitId = newId()
  unheard.set(visitId, heard + 1)
  await service.given(VisitPlanned, { visitId, places: 9 }).catch(ignored)
  for (let n = 1; n < heard + others; n++) await service.given(PlaceBooked, { visitId, booked: n }).catch(ignored)
  expect(await heardOf(visitId)).toEqual(Array.from({ length: heard }, (_, n) => n + 1))
  expect((await parkedOf(visitId)).map(({ version }) => version)).toEqual(Array.from({ length: others }, (_, n) => heard + n + 1))
  return visitId
}
const replay = (eventId: string) => service.ask(replayParked, { eventId }, { as: operator })

test('what cannot be handled is listed with its cause, what follows it behind it; another visit is not held up', async () => {
  const visitId = await parked(1, 3)
  const another = newId()
  await service.given(VisitPlanned, { visitId: another, places: 1 })
  const { items } = await service.ask(listParked, {}, { as: operator })
  expect(items.filter(({ aggregateId }) => aggregateId === visitId).sort((a, b) => a.version - b.version)).toMatchObject([
    { name: 'scheduling.place-booked', source: 'scheduling', aggregate: 'visit', version: 2, cause: 'Error: version 2 cannot be heard of' },
    { version: 3, cause: 'an event of this aggregate before it is parked' },
    { version: 4, cause: 'an event of this aggregate before it is parked' },
  ])
})

test('nothing of a try that failed is left', async () => {
  const visitId = await parked(0, 1)
  expect((await sql`select from known_visit where visit_id = ${visitId}`.execute(service.sql)).rows).toHaveLength(0)
  expect((await sql`select from inbox where aggregate_id = ${visitId}`.execute(service.sql)).rows).toHaveLength(0)
  expect((await sql`select from event where aggregate_id = ${visitId}`.execute(service.sql)).rows).toHaveLength(0)
})

test('a replay goes in order, whichever of them is named, and leaves nothing parked', async () => {
  const visitId = await parked(1, 3)
  unheard.clear()
  const named = (await parkedOf(visitId))[1]!
  expect(await replay(named.id)).toEqual({ replayed: 3 })
  expect(await heardOf(visitId)).toEqual([1, 2, 3, 4])
  expect(await parkedOf(visitId)).toEqual([])
  // From here on it is as if nothing had been.
  await service.given(PlaceBooked, { visitId, booked: 4 })
  expect(await heardOf(visitId)).toEqual([1, 2, 3, 4, 5])
})

test('a replay stops at the first that still fails, and says why', async () => {
  const visitId = await parked(1, 3)
  unheard.set(visitId, 3)
  expect(await replay((await parkedOf(visitId))[0]!.id)).toEqual({ replayed: 1 })
  expect(await parkedOf(visitId)).toMatchObject([{ version: 3, cause: 'Error: version 3 cannot be heard of' }, { version: 4 }])
  expect(await replay((await parkedOf(visitId))[0]!.id)).toEqual({ replayed: 0 })
})

test('replays at once: one goes, the others hear so at once, and nothing hangs', async () => {
  const visitIds = await Promise.all(Array.from({ length: 12 }, () => parked(0, 2)))
  unheard.clear()
  const events = (await Promise.all(visitIds.map(parkedOf))).map(([first]) => first!.id)
  const began = performance.now()
  const outcomes = await Promise.all(
    events.map((eventId) =>
      replay(eventId).then(
        ({ replayed }) => replayed,
        (cause: Error) => cause.message,
      ),
    ),
  )
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(outcomes.filter((outcome) => outcome === 2).length).toBeGreaterThanOrEqual(1)
  for (const outcome of outcomes) if (outcome !== 2) expect(outcome).toContain('"detail":"Another replay is under way."')
  for (const [index, eventId] of events.entries()) if (outcomes[index] !== 2) expect(await replay(eventId)).toEqual({ replayed: 2 })
})

test('only the national body sees what is parked; to others there is nothing', async () => {
  const visitId = await parked(0, 1)
  const { id } = (await parkedOf(visitId))[0]!
  const other = await token({ scopes: ['networks:write'], kind: 'national-body' })
  expect(await service.refusal(listParked, {}, { as: other })).toMatchObject({ status: 403 })
  const lookalike = await token({ scopes: ['national-body'], kind: 'integrator' })
  expect(await service.ask(listParked, {}, { as: lookalike })).toEqual({ items: [] })
  const forNobody = await service.refusal(replayParked, { eventId: newId() }, { as: operator })
  expect(forNobody).toMatchObject({ status: 404, type: '/problems/nothing-parked' })
  expect(await service.refusal(replayParked, { eventId: id }, { as: lookalike })).toEqual(forNobody)
})

test('a replay is in the audit, with who ordered it', async () => {
  const visitId = await parked(0, 1)
  unheard.clear()
  const client = newId()
  const as = await token({ scopes: ['national-body'], kind: 'national-body', client })
  await service.ask(replayParked, { eventId: (await parkedOf(visitId))[0]!.id }, { as })
  const { rows } = await sql`select from audit where client = ${client} and operation = 'roles.replay-parked'`.execute(service.sql)
  expect(rows).toHaveLength(1)
})
