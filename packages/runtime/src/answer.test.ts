import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testService, token } from '../../testing/src/index.ts'
import { BookPlace, Describe, ListVisits, PlaceBooked, PlanVisit, VisitPlanned, visits } from '../example/visits.ts'
import { encodeCursor } from './cursor.ts'

const service = testService(visits())
let writer: string
let reader: string
beforeAll(async () => {
  writer = await token({ scopes: ['networks:write'] })
  reader = await token({ scopes: ['networks:read'] })
})
const plan = (places: number) => service.ask(PlanVisit, { places }, { as: writer })
const total = async () => (await sql`select from event`.execute(service.sql)).rows.length

test('what does not have the contract’s form is refused with every fault named, and nothing is done', async () => {
  const before = await total()
  expect(await service.refusal(PlanVisit, { places: -1, colour: 'red', title: ' ' }, { as: writer })).toMatchObject({
    status: 400,
    type: '/problems/invalid-input',
    errors: expect.arrayContaining([
      { at: '/places', rule: 'minimum', detail: 'It must be >= 0.' },
      { at: '/colour', rule: 'additionalProperties', detail: 'There is no such field: leave it out.' },
      expect.objectContaining({ at: '/title', rule: 'pattern' }),
    ]),
  })
  for (const input of [null, [], 'text', 7, { places: '3' }, { places: 3, __proto__: null, constructor: 1 }, {}]) {
    expect(await service.refusal(PlanVisit, input, { as: writer }), JSON.stringify(input)).toMatchObject({ status: 400 })
  }
  expect(await total()).toBe(before)
})

test('a text that Postgres cannot hold is the sender’s fault, not ours', async () => {
  for (const title of ['a\0b', 'half \ud83c', '\udfeb']) {
    expect(await service.refusal(PlanVisit, { places: 1, title }, { as: writer })).toMatchObject({
      status: 400,
      errors: [{ at: '/title', rule: 'characters' }],
    })
  }
})

test('a number that the contract takes and its column does not is refused, too', async () => {
  expect(await service.refusal(PlanVisit, { places: 2 ** 40 }, { as: writer })).toMatchObject({
    status: 400,
    type: '/problems/invalid-input',
  })
})

test('a cursor that nobody was given is refused, also where it looks like one', async () => {
  for (const after of ['x', encodeCursor('1', '2'), encodeCursor('not a UUID')]) {
    expect(await service.refusal(ListVisits, { after }, { as: reader }), after).toMatchObject({
      status: 400,
      type: '/problems/invalid-input',
    })
  }
})

test('pages follow each other to the end', async () => {
  for (let n = 0; n < 5; n++) await plan(500 + n)
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await service.ask(ListVisits, { limit: 2, ...(after && { after }) }, { as: reader })
    seen.push(...page.items.map(({ visitId }) => visitId))
    after = page.next
  } while (after)
  const { rows } = await sql<{ id: string }>`select id from visit order by id`.execute(service.sql)
  expect(seen).toEqual(rows.map(({ id }) => id))
})

test('without a token, without the scope, with a scope that is none of ours', async () => {
  expect(await service.refusal(PlanVisit, { places: 1 })).toMatchObject({ status: 401, type: '/problems/invalid-token' })
  expect(await service.refusal(PlanVisit, { places: 1 }, { as: reader })).toMatchObject({ status: 403, scope: 'networks:write' })
  const as = await token({ scopes: ['networks:write:all' as never, 'toString' as never] })
  expect(await service.refusal(PlanVisit, { places: 1 }, { as })).toMatchObject({ status: 403 })
})

test('who may not ask is not told what is wrong with the input', async () => {
  expect(await service.refusal(PlanVisit, { places: 'many' })).toMatchObject({ status: 401 })
  expect(await service.refusal(PlanVisit, { places: 'many' }, { as: reader })).toMatchObject({ status: 403 })
})

test('a declared problem comes with its details', async () => {
  const { visitId } = await plan(0)
  expect(await service.refusal(BookPlace, { visitId }, { as: writer })).toEqual({
    type: '/problems/visit-full',
    title: 'Every place of the visit is booked.',
    status: 409,
    places: 0,
  })
})

test('a stale If-Match is refused with the version that is there; the current one is taken', async () => {
  const { visitId, version } = await plan(9)
  const book = (expectedVersion: number) => ({ as: writer, expectedVersion })
  expect(await service.ask(BookPlace, { visitId }, book(version))).toMatchObject({ version: version + 1, booked: 1 })
  expect(await service.refusal(BookPlace, { visitId }, book(version))).toMatchObject({
    status: 412,
    type: '/problems/stale-version',
    version: version + 1,
  })
  expect(await service.emitted(PlaceBooked, visitId)).toHaveLength(1)
})

test('of many who name the same version at once, one is served and each other hears which version is there now', async () => {
  const { visitId, version } = await plan(50)
  const book = () =>
    service.ask(BookPlace, { visitId }, { as: writer, expectedVersion: version }).then(
      () => 'booked',
      (cause: Error) => cause.message,
    )
  const outcomes = await Promise.all(Array.from({ length: 20 }, book))
  expect(outcomes.filter((outcome) => outcome === 'booked')).toHaveLength(1)
  for (const outcome of outcomes) if (outcome !== 'booked') expect(outcome).toContain(`"status":412,"version":${version + 1}`)
})

test('of many who change one thing at once without naming a version, all are served: none is lost, none counted twice', async () => {
  const { visitId } = await plan(1_000)
  const answers = await Promise.all(Array.from({ length: 60 }, () => service.ask(BookPlace, { visitId }, { as: writer })))
  expect(answers.map(({ booked }) => booked).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
  const said = await service.emitted(PlaceBooked, visitId)
  expect(said.map(({ version, data }) => [version, data.booked])).toEqual(Array.from({ length: 60 }, (_, n) => [n + 2, n + 1]))
})

test('where two meet at a constraint, the second hears the problem that the contract declares', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      service.ask(PlanVisit, { places: 77, title: 'Learning walk' }, { as: writer }).then(
        () => 201,
        (cause: Error) => cause.message,
      ),
    ),
  )
  expect(outcomes.filter((outcome) => outcome === 201)).toHaveLength(1)
  for (const outcome of outcomes) if (outcome !== 201) expect(outcome).toContain('/problems/title-taken')
  expect((await service.emitted(VisitPlanned)).filter(({ data }) => data.places === 77)).toHaveLength(1)
})

test('an answer that the bus cannot carry is a fault of ours, and is said at once', async () => {
  expect((await service.ask(Describe, { length: 900_000 }, { as: reader })).text).toHaveLength(900_000)
  const began = performance.now()
  expect(await service.refusal(Describe, { length: 1_100_000 }, { as: reader })).toMatchObject({ status: 500, type: '/problems/internal' })
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('an operation that this version of the service does not know is refused at once', async () => {
  const began = performance.now()
  const unknown = { ...ListVisits, name: 'scheduling.list-moons' as never }
  expect(await service.refusal(unknown, {}, { as: reader })).toMatchObject({ status: 503, type: '/problems/unavailable' })
  expect(performance.now() - began).toBeLessThan(5_000)
})

test('a fault of ours says nothing of its cause', async () => {
  await sql`alter table visit rename column booked to gone`.execute(service.sql)
  const document = await service.refusal(PlanVisit, { places: 1 }, { as: writer })
  await sql`alter table visit rename column gone to booked`.execute(service.sql)
  expect(document).toEqual({ type: '/problems/internal', title: expect.any(String), status: 500 })
})
