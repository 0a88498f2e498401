import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { audience, type TestBus, type TestDatabase, testBus, testDatabase, token, trustedIssuers } from '../../testing/src/index.ts'
import { configuration } from '../example/configuration.ts'
import { BookPlace, type Hooks, ListVisits, PlanVisit, visits } from '../example/visits.ts'
import { type Answer, type Bus, openBus } from './bus.ts'
import { logger } from './log.ts'
import { type Running, start } from './run.ts'

const maxInFlight = 20
const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
const hooks: Hooks = {}
let nats: TestBus
let place: TestDatabase
let gateway: Bus
let running: Running
let tokens: { read: string; write: string }
let release: () => void = () => {}

beforeAll(async () => {
  ;[nats, place] = await Promise.all([testBus(), testDatabase(visits())])
  gateway = await openBus('gateway', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('gateway') }, log)
  tokens = { read: await token({ scopes: ['networks:read'] }), write: await token({ scopes: ['networks:write'] }) }
  running = await begin()
})
afterAll(async () => {
  release()
  await running?.stop()
  await gateway?.close()
  await Promise.all([nats?.stop(), place?.drop()])
})
afterEach(() => {
  release()
  delete hooks.listing
  delete hooks.booking
})

const begin = () =>
  start(
    visits(hooks),
    configuration(
      {
        POSTGRES_URL: place.url,
        NATS_URL: nats.url,
        NATS_CREDS: nats.credentialsOf('scheduling'),
        ISSUER: audience,
        TRUSTED_ISSUERS: trustedIssuers(),
      },
      { MAX_IN_FLIGHT: maxInFlight },
    ),
  )
/** What is begun from now on waits until `release`. */
function holdUp(what: keyof Hooks): { begun: number } {
  const gate = Promise.withResolvers<void>()
  const held = { begun: 0 }
  release = () => gate.resolve()
  hooks[what] = async () => {
    held.begun += 1
    await gate.promise
  }
  return held
}
const list = (timeoutMs = 10_000) => gateway.ask(ListVisits.name, '{}', { token: tokens.read, timeoutMs })
const jsonOf = ({ body }: Answer) => JSON.parse(new TextDecoder().decode(body))
async function took(doing: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await doing
  return performance.now() - began
}

test('what is more than may be under way is refused at once; what was accepted is answered', async () => {
  const held = holdUp('listing')
  const accepted = Array.from({ length: maxInFlight }, () => list())
  await expect.poll(() => held.begun).toBe(maxInFlight)
  const refused = Array.from({ length: 100 }, () => list())
  expect(await took(Promise.all(refused))).toBeLessThan(1_000)
  for (const answer of await Promise.all(refused)) {
    expect(jsonOf(answer)).toMatchObject({ status: 503, type: '/problems/unavailable', detail: 'Too much is under way.' })
  }
  expect(held.begun).toBe(maxInFlight)
  release()
  for (const answer of await Promise.all(accepted)) expect(answer.status).toBe(200)
  // There is room again, for as many.
  expect((await Promise.all(Array.from({ length: maxInFlight }, () => list()))).map(({ status }) => status)).toEqual(
    Array(maxInFlight).fill(200),
  )
})

test('room is made by what is refused and by what fails, too', async () => {
  hooks.listing = () => {
    throw new Error('no')
  }
  for (let n = 0; n < 3 * maxInFlight; n++) expect((await list()).status).toBe(500)
  delete hooks.listing
  for (let n = 0; n < 3 * maxInFlight; n++) expect((await gateway.ask(ListVisits.name, '{}')).status).toBe(401)
  expect((await Promise.all(Array.from({ length: maxInFlight }, () => list()))).map(({ status }) => status)).toEqual(
    Array(maxInFlight).fill(200),
  )
})

test('what nobody waits for any more is not begun', async () => {
  const held = holdUp('listing')
  expect(
    jsonOf(
      await gateway
        .ask(ListVisits.name, '{}', { token: tokens.read, timeoutMs: 0 })
        .catch((refusal) => ({ body: new TextEncoder().encode(JSON.stringify(refusal.document())) }) as Answer),
    ),
  ).toMatchObject({ status: 504 })
  await gateway.connection.flush()
  expect((await list(200).catch((refusal) => refusal.document())).status).toBe(504)
  expect(held.begun).toBe(1)
})

test('commands that hang do not keep queries waiting: they have connections of their own', async () => {
  const plan = await gateway.ask(PlanVisit.name, '{"places":100}', { token: tokens.write })
  const { visitId } = jsonOf(plan)
  const held = holdUp('booking')
  // More than there are connections for commands: of 8, half.
  const bookings = Array.from({ length: 10 }, () => gateway.ask(BookPlace.name, JSON.stringify({ visitId }), { token: tokens.write }))
  await expect.poll(() => held.begun).toBe(4)
  expect(await took(list())).toBeLessThan(1_000)
  release()
  expect((await Promise.all(bookings)).map(({ status }) => status)).toEqual(Array(10).fill(201))
})

test('stopping: nothing new is taken, what is under way is answered, and it is not ready meanwhile', async () => {
  const { visitId } = jsonOf(await gateway.ask(PlanVisit.name, '{"places":9}', { token: tokens.write }))
  const held = holdUp('booking')
  const booking = gateway.ask(BookPlace.name, JSON.stringify({ visitId }), { token: tokens.write })
  await expect.poll(() => held.begun).toBe(1)
  let stopped = false
  const stopping = running.stop().then(() => {
    stopped = true
  })
  const refusal = () =>
    list().then(
      () => 'answered',
      (cause) => cause.document().status,
    )
  await expect.poll(refusal).toBe(503)
  expect(stopped).toBe(false)
  await expect(fetch(`http://127.0.0.1:${running.httpPort}/health/ready`)).rejects.toThrow()
  release()
  expect(jsonOf(await booking)).toMatchObject({ booked: 1 })
  await stopping
  running = await begin()
  expect((await list()).status).toBe(200)
})

test('two instances share the work, and one that stops takes nothing along', async () => {
  const second = await begin()
  let failed = 0
  let asking = true
  const asker = async () => {
    while (asking) if ((await list()).status !== 200) failed += 1
  }
  const askers = Promise.all(Array.from({ length: 8 }, asker))
  await second.stop()
  const third = await begin()
  await third.stop()
  asking = false
  await askers
  expect(failed).toBe(0)
})
