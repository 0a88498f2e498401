import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testService, token } from '../../testing/src/index.ts'
import { BookPlace, PlaceBooked, PlanVisit, VisitPlanned, visits } from '../example/visits.ts'
import { newId } from './id.ts'

const service = testService(visits())
const writer = (claims: { client?: string; person?: string } = {}) => token({ scopes: ['networks:write'], ...claims })
const keptFor = async (key: string) => (await sql`select from kept_reply where key = ${key}`.execute(service.sql)).rows.length
const plannedWith = async (places: number) => (await service.emitted(VisitPlanned)).filter(({ data }) => data.places === places)

test('200 requests at once with one key: one effect, one event, one answer', async () => {
  const as = await writer()
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 200 }, () => service.ask(PlanVisit, { places: 7 }, { as, idempotencyKey: key })))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect((await sql`select from visit where places = 7`.execute(service.sql)).rows).toHaveLength(1)
  expect(await plannedWith(7)).toHaveLength(1)
  expect((await sql`select from audit where operation = 'scheduling.plan-visit'`.execute(service.sql)).rows).toHaveLength(1)
})

test('the same key with another body is refused, and changes nothing', async () => {
  const as = await writer()
  const key = randomUUID()
  await service.ask(PlanVisit, { places: 8 }, { as, idempotencyKey: key })
  expect(await service.refusal(PlanVisit, { places: 9 }, { as, idempotencyKey: key })).toMatchObject({
    status: 422,
    type: '/problems/idempotency-key-reused',
  })
  expect(await plannedWith(9)).toHaveLength(0)
})

test('the same key for another operation is refused, also with a body of the same bytes', async () => {
  const as = await writer()
  const visit = await service.ask(PlanVisit, { places: 8 }, { as })
  const key = randomUUID()
  await service.ask(BookPlace, { visitId: visit.visitId }, { as, idempotencyKey: key })
  expect(await service.refusal(PlanVisit, { visitId: visit.visitId }, { as, idempotencyKey: key })).toMatchObject({ status: 400 })
  expect(await service.refusal(PlanVisit, { places: 8 }, { as, idempotencyKey: key })).toMatchObject({ status: 422 })
})

test('another caller’s key is another key: of another client, of the same client acting for a person, of it acting for another', async () => {
  const key = randomUUID()
  const client = newId()
  const callers = [{ client: newId() }, { client }, { client, person: newId() }, { client, person: newId() }]
  const ids = []
  for (const caller of callers) {
    const { visitId } = await service.ask(PlanVisit, { places: 10 }, { as: await writer(caller), idempotencyKey: key })
    ids.push(visitId)
  }
  expect(new Set(ids).size).toBe(callers.length)
})

test('a client cannot name itself so that it reads what was answered to another for a person', async () => {
  const key = randomUUID()
  const [client, person] = [newId(), newId()]
  const { visitId } = await service.ask(PlanVisit, { places: 11 }, { as: await writer({ client, person }), idempotencyKey: key })
  for (const lookalike of [`${client}/${person}`, `${person}/${client}`]) {
    const other = await service.ask(PlanVisit, { places: 11 }, { as: await writer({ client: lookalike }), idempotencyKey: key })
    expect(other.visitId).not.toBe(visitId)
  }
})

test('a new token of the same caller finds the first answer', async () => {
  const key = randomUUID()
  const client = newId()
  const first = await service.ask(PlanVisit, { places: 12 }, { as: await writer({ client }), idempotencyKey: key })
  expect(await service.ask(PlanVisit, { places: 12 }, { as: await writer({ client }), idempotencyKey: key })).toEqual(first)
})

test('a refused command leaves no key behind: it is tried anew', async () => {
  const as = await writer()
  const { visitId } = await service.ask(PlanVisit, { places: 0 }, { as })
  const key = randomUUID()
  expect(await service.refusal(BookPlace, { visitId }, { as, idempotencyKey: key })).toMatchObject({ status: 409, places: 0 })
  expect(await keptFor(key)).toBe(0)
  await sql`update visit set places = 1 where id = ${visitId}`.execute(service.sql)
  expect(await service.ask(BookPlace, { visitId }, { as, idempotencyKey: key })).toMatchObject({ booked: 1 })
  expect(await keptFor(key)).toBe(1)
})

test('without a key, each request is one of its own', async () => {
  const as = await writer()
  await Promise.all([1, 2].map(() => service.ask(PlanVisit, { places: 13 }, { as })))
  expect(await plannedWith(13)).toHaveLength(2)
})

test('a repeat gets the first answer as it was then, whatever has happened since, also after a restart', async () => {
  const as = await writer()
  const { visitId } = await service.ask(PlanVisit, { places: 5 }, { as })
  const key = randomUUID()
  const first = await service.ask(BookPlace, { visitId }, { as, idempotencyKey: key })
  expect(first).toMatchObject({ booked: 1, version: 2 })
  await service.ask(BookPlace, { visitId }, { as })
  await service.restart()
  expect(await service.ask(BookPlace, { visitId }, { as, idempotencyKey: key })).toEqual(first)
  expect(await service.emitted(PlaceBooked, visitId)).toHaveLength(2)
})
