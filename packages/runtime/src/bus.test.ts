import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestBus, testBus } from '../../testing/src/index.ts'
import { type Severable, severable } from '../example/severable.ts'
import { type Answer, type Bus, openBus, type Question } from './bus.ts'
import { logger } from './log.ts'
import type { Refusal } from './problem.ts'

const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
let nats: TestBus
let line: Severable
let asking: Bus
let answering: Bus
let questions: Question[] = []
let answers: (question: Question) => Promise<Answer | undefined> = async () => answer()

const answer = (status = 200, body = '{}', version?: number): Answer => ({ status, version, body: new TextEncoder().encode(body) })
const textOf = ({ body }: { body: Uint8Array }) => new TextDecoder().decode(body)
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'none',
    (cause: Refusal) => `${cause.problem.status} ${cause.problem.name}`,
  )
/** How long it takes, in milliseconds. */
async function took(doing: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await doing
  return performance.now() - began
}

beforeAll(async () => {
  nats = await testBus()
  line = await severable(nats.url)
  asking = await openBus('gateway', { NATS_URL: line.url, NATS_CREDS: nats.credentialsOf('gateway') }, log)
  answering = await openBus('roles', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('roles') }, log)
  answering.answer('roles', async (_, question) => {
    questions.push(question)
    return answers(question)
  })
  await answering.connection.flush()
})
afterAll(async () => {
  await Promise.all([asking?.close(), answering?.close()])
  await line?.close()
  await nats?.stop()
})
afterEach(() => {
  answers = async () => answer()
  questions = []
})
const reconnected = () =>
  new Promise<void>((resolve) => {
    let first = true
    asking.onConnected(() => {
      // It runs at once, too, for the connection that is there.
      if (!first) resolve()
      first = false
    })
  })

test('a question arrives as it was asked, and its answer as it was given', async () => {
  answers = async () => answer(201, '{"a":"é"}', 7)
  const given = await asking.ask('roles.appoint', '{"b":"ü"}', {
    token: 'token',
    idempotencyKey: 'key',
    expectedVersion: 3,
    timeoutMs: 5_000,
  })
  expect({ ...given, body: textOf(given) }).toEqual({ status: 201, version: 7, body: '{"a":"é"}' })
  const [question] = questions
  expect(textOf(question!)).toBe('{"b":"ü"}')
  expect(question).toMatchObject({ token: 'token', idempotencyKey: 'key', expectedVersion: 3 })
  expect(question!.deadline).toBeGreaterThan(Date.now())
  expect(question!.deadline).toBeLessThanOrEqual(Date.now() + 5_000)
})

test('a thousand questions at once: each gets its own answer', async () => {
  answers = async (question) => answer(200, textOf(question))
  const given = await Promise.all(Array.from({ length: 1_000 }, (_, n) => asking.ask('roles.echo', String(n))))
  expect(given.map(textOf)).toEqual(Array.from({ length: 1_000 }, (_, n) => String(n)))
})

test('where nobody answers for a service, that is said at once', async () => {
  expect(await took(refusalOf(asking.ask('recognition.judge', '{}')))).toBeLessThan(1_000)
  expect(await refusalOf(asking.ask('recognition.judge', '{}'))).toBe('503 unavailable')
})

test('a service that does not answer in time is given up, and does not keep others waiting', async () => {
  answers = async (question) => (textOf(question) === 'hang' ? new Promise(() => {}) : answer())
  const hanging = refusalOf(asking.ask('roles.appoint', 'hang', { timeoutMs: 200 }))
  expect((await asking.ask('roles.appoint', 'go')).status).toBe(200)
  expect(await hanging).toBe('504 deadline-passed')
})

test('an answer that comes too late is dropped, and not taken for another’s', async () => {
  const late = Promise.withResolvers<void>()
  answers = async (question) => {
    if (textOf(question) === 'late') await late.promise
    return answer(200, textOf(question))
  }
  expect(await refusalOf(asking.ask('roles.appoint', 'late', { timeoutMs: 100 }))).toBe('504 deadline-passed')
  late.resolve()
  expect(textOf(await asking.ask('roles.appoint', 'next'))).toBe('next')
})

test('an answerer that throws is a service that cannot answer now', async () => {
  answers = async () => {
    throw new Error('no')
  }
  const given = await asking.ask('roles.appoint', '{}')
  expect(given.status).toBe(503)
  expect(JSON.parse(textOf(given))).toMatchObject({ type: '/problems/unavailable', status: 503 })
})

test('a question larger than the bus takes is the asker’s fault; its connection stays', async () => {
  const { connection } = asking
  const before = connection.stats().inMsgs
  expect(await refusalOf(asking.ask('roles.appoint', 'x'.repeat(1_048_570), { token: 'token' }))).toBe('413 body-too-large')
  expect((await asking.ask('roles.appoint', 'x'.repeat(1_000_000))).status).toBe(200)
  expect(connection.stats().inMsgs).toBeGreaterThan(before)
})

test('a connection that is lost: what was asked is said to be unknown at once, more is refused at once, and afterwards it goes on', async () => {
  answers = () => new Promise(() => {})
  const under = refusalOf(asking.ask('roles.appoint', '{}'))
  await expect.poll(() => questions.length).toBe(1)
  line.cut()
  expect(await took(under)).toBeLessThan(1_000)
  expect(await under).toBe('504 deadline-passed')
  expect(asking.connected).toBe(false)
  expect(await refusalOf(asking.ask('roles.appoint', '{}'))).toBe('503 unavailable')
  answers = async () => answer()
  const back = reconnected()
  line.mend()
  await back
  expect(asking.connected).toBe(true)
  expect((await asking.ask('roles.appoint', '{}')).status).toBe(200)
})

test('who stops answering finishes what was asked, and takes nothing new', async () => {
  const gate = Promise.withResolvers<void>()
  const stopping = await openBus('scheduling', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('scheduling') }, log)
  stopping.answer('scheduling', async () => {
    await gate.promise
    return answer()
  })
  await stopping.connection.flush()
  const under = asking.ask('scheduling.plan-visit', '{}')
  await asking.connection.flush()
  await stopping.connection.flush()
  await stopping.stopAnswering()
  expect(await refusalOf(asking.ask('scheduling.plan-visit', '{}'))).toBe('503 unavailable')
  gate.resolve()
  expect((await under).status).toBe(200)
  await stopping.close()
})

test('closing leaves nobody waiting', async () => {
  answers = () => new Promise(() => {})
  const leaving = await openBus('gateway', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('gateway') }, log)
  const under = refusalOf(leaving.ask('roles.appoint', '{}'))
  await leaving.connection.flush()
  await leaving.close()
  expect(await under).toBe('504 deadline-passed')
  expect(leaving.connected).toBe(false)
  expect(await refusalOf(leaving.ask('roles.appoint', '{}'))).toBe('503 unavailable')
})
