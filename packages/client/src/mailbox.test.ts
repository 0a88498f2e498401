import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ReadMessages, StreamMessages } from '@nlc/contracts/subscriptions'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { problemOf, tell } from './api-under-test.ts'
import { ProblemError, UnexpectedAnswerError } from './errors.ts'
import { type FollowMailboxOptions, followMailbox, type MailboxDoor, MailboxGapError } from './mailbox.ts'
import { isWithheld, numberOf } from './messages.ts'
import { methodOf } from './method-of.ts'
import { operationOf } from './operations.ts'
import { usualRetries } from './retry.ts'
import { tokensFrom } from './tokens.ts'
import { transportOver } from './transport.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const subscriptionId = '0198a000-0000-7000-8000-00000000000a'

/** A mailbox, as the API shows it. */
let mailbox: { first: number; last: number; withheld: Set<number> }
/** What each request meets, in turn; then all goes well. */
let faults: ('cut' | 'unavailable' | 'cut-stream' | 'refused' | 'jump' | 'silent' | 'repeat')[]
let refusal: ReturnType<typeof problemOf>
let server: Server
let door: MailboxDoor
let streams: Map<ServerResponse, number>
let asked: string[]

const messageOf = (number: number) => ({
  specversion: '1.0',
  id: `message-${number}`,
  source: `https://api.example.org/subscriptions/${subscriptionId}`,
  time: '2026-09-01T08:00:00.000Z',
  sequence: String(number),
  subscription: subscriptionId,
  ...(mailbox.withheld.has(number)
    ? { type: 'nlc.withheld.v1' }
    : { type: 'nlc.school.succeeded.v1', subject: '900001', data: { urn: '900001', successorUrn: '900002', firstDay: '2026-09-01' } }),
})
const eventOf = (number: number) => `id: ${number}\ndata: ${JSON.stringify(messageOf(number))}\n\n`

function grow(count = 1): void {
  for (let n = 0; n < count; n++) {
    mailbox.last += 1
    for (const [response, next] of streams) {
      if (next !== mailbox.last) continue
      response.write(eventOf(mailbox.last))
      streams.set(response, next + 1)
    }
  }
}

beforeEach(async () => {
  mailbox = { first: 1, last: 0, withheld: new Set() }
  faults = []
  streams = new Map()
  asked = []
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['last-event-id'] ?? ''}`.trim())
    const url = new URL(request.url!, 'http://x')
    const fault = faults.shift()
    if (fault === 'cut') return void request.socket.destroy()
    if (fault === 'unavailable') return tell(response, problemOf(503, 'unavailable'))
    if (fault === 'refused') return tell(response, refusal)
    const after = Number(request.headers['last-event-id'] ?? url.searchParams.get('afterNumber') ?? mailbox.first - 1)
    if (after + 1 < mailbox.first) return tell(response, problemOf(410, 'mailbox-messages-expired', { firstNumber: mailbox.first }))
    if (url.pathname.endsWith('/messages')) {
      const to = Math.min(mailbox.last, after + Number(url.searchParams.get('limit')))
      const items = Array.from({ length: Math.max(0, to - after) }, (_, index) => messageOf(after + 1 + index))
      return tell(response, { body: { items, firstNumber: mailbox.first, lastNumber: mailbox.last } })
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(':\n\n')
    if (fault === 'silent') return
    if (fault === 'jump') return void response.write(eventOf(mailbox.last + 3))
    const from = fault === 'repeat' ? Math.max(1, after - 2) : after + 1
    for (let number = from; number <= mailbox.last; number++) response.write(eventOf(number))
    if (fault === 'cut-stream') return void response.write('id: 9\ndata: {"half', () => request.socket.destroy())
    streams.set(response, mailbox.last + 1)
    request.on('close', () => streams.delete(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const retry = { ...usualRetries, tries: 1 }
  const connection = { baseUrl: `http://127.0.0.1:${port}`, fetch, userAgent: 'test', timeoutMs: 20_000, tryTimeoutMs: 20_000, retry }
  const transport = transportOver(connection, tokensFrom('token'))
  const method = (contract: typeof ReadMessages | typeof StreamMessages) => methodOf(operationOf(contract), transport, retry, [])
  door = { readMessages: method(ReadMessages), streamMessages: method(StreamMessages) } as MailboxDoor
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

interface Following {
  readonly handled: number[]
  readonly saved: number[]
  readonly trouble: unknown[]
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

function follow(options: Partial<FollowMailboxOptions> = {}): Following {
  const stopping = new AbortController()
  const following = { handled: [] as number[], saved: [] as number[], trouble: [] as unknown[] }
  const ended = followMailbox(door, {
    subscriptionId,
    after: 0,
    pauseMs: 1,
    limit: 7,
    handle: (message) => void following.handled.push(numberOf(message)),
    save: (number) => void following.saved.push(number),
    onTrouble: (error) => void following.trouble.push(error),
    ...options,
    signal: stopping.signal,
  }).catch((error) => error)
  return {
    ...following,
    ended,
    async stop() {
      stopping.abort()
      expect(await ended).toBeUndefined()
    },
  }
}

const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index)

test('what is there comes page by page, then what is added as it is added, each once and in order', async () => {
  grow(20)
  const following = follow()
  await expect.poll(() => following.handled, { timeout: 20_000 }).toEqual(upTo(20))
  await expect.poll(() => streams.size, { timeout: 20_000 }).toBe(1)
  grow(5)
  await expect.poll(() => following.saved, { timeout: 20_000 }).toEqual(upTo(25))
  expect(following.handled).toEqual(upTo(25))
  expect(asked).toEqual([
    ...[0, 7, 14].map((after) => `/v1/subscriptions/${subscriptionId}/messages?afterNumber=${after}&limit=7`),
    `/v1/subscriptions/${subscriptionId}/stream 20`,
  ])
  await following.stop()
  await expect.poll(() => streams.size, { timeout: 20_000 }).toBe(0)
})

test('whatever breaks, every message is handed over, in order, none twice while the program runs', async () => {
  const fault = fc.constantFrom('cut', 'unavailable', 'cut-stream', 'jump', 'repeat', undefined)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }),
      async (broken, growth) => {
        mailbox.last = 0
        faults = broken as typeof faults
        const following = follow()
        for (const count of growth) {
          grow(count)
          for (const response of streams.keys()) if (count % 3 === 0) response.destroy()
          await expect.poll(() => following.handled.length, { interval: 1, timeout: 20_000 }).toBe(mailbox.last)
        }
        expect(following.handled).toEqual(upTo(mailbox.last))
        expect(following.saved).toEqual(following.handled)
        await following.stop()
      },
    ),
    { numRuns: 30 },
  )
})

test('after a crash it goes on behind what was saved: what was handled and not saved comes again', async () => {
  grow(30)
  let place = 0
  const all: number[] = []
  for (const crashAt of [5, 6, 17, 30]) {
    const following = follow({
      after: place,
      handle: (message) => void all.push(numberOf(message)),
      save: (number) => {
        if (number === crashAt) throw new Error('crash')
        place = number
      },
    })
    expect(await following.ended).toMatchObject({ message: 'crash' })
  }
  expect([...new Set(all)]).toEqual(upTo(30))
  expect(all.filter((number, index) => all.indexOf(number) !== index)).toEqual([5, 6, 17])
})

test('the next message waits for the one before, and an end waits for the one in hand', async () => {
  grow(3)
  const releases: (() => void)[] = []
  const order: string[] = []
  const following = follow({
    handle: async (message) => {
      order.push(`begin ${numberOf(message)}`)
      await new Promise<void>((resolve) => releases.push(resolve))
      order.push(`end ${numberOf(message)}`)
    },
  })
  await expect.poll(() => releases.length, { timeout: 20_000 }).toBe(1)
  releases[0]!()
  await expect.poll(() => releases.length, { timeout: 20_000 }).toBe(2)
  const stopped = following.stop()
  releases[1]!()
  await stopped
  expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2'])
  expect(following.saved).toEqual([1, 2])
})

test('an end while a message of the stream is in hand is one, without another message', async () => {
  const releases: (() => void)[] = []
  const following = follow({ handle: () => new Promise<void>((resolve) => releases.push(resolve)) })
  await expect.poll(() => streams.size, { timeout: 20_000 }).toBe(1)
  grow(1)
  await expect.poll(() => releases.length, { timeout: 20_000 }).toBe(1)
  const stopped = following.stop()
  releases[0]!()
  await stopped
  expect(following.saved).toEqual([1])
})

test('a withheld message keeps its number, and has no data', async () => {
  grow(3)
  mailbox.withheld.add(2)
  const seen: unknown[] = []
  const following = follow({ handle: (message) => void seen.push(isWithheld(message) ? 'withheld' : message.data) })
  await expect.poll(() => following.saved, { timeout: 20_000 }).toEqual([1, 2, 3])
  expect(seen[1]).toBe('withheld')
  expect(seen[0]).toMatchObject({ urn: '900001' })
  await following.stop()
})

test('a stream that says nothing for too long is taken for broken', async () => {
  faults = [undefined as never, 'silent']
  const following = follow({ silenceMs: 300 })
  await expect.poll(() => streams.size, { timeout: 20_000 }).toBe(1)
  grow(1)
  await expect.poll(() => following.handled, { timeout: 20_000 }).toEqual([1])
  expect(following.trouble.length).toBeGreaterThan(0)
  await following.stop()
})

describe('messages that are kept no longer', () => {
  test('end it, with their numbers', async () => {
    grow(20)
    mailbox.first = 11
    expect(await follow({ after: 4 }).ended).toMatchObject({ gap: { from: 5, to: 10 } })
    expect(await follow({ after: 4 }).ended).toBeInstanceOf(MailboxGapError)
  })

  test('or it goes on behind the number of the snapshot that was taken instead', async () => {
    grow(20)
    mailbox.first = 11
    const gaps: unknown[] = []
    const following = follow({
      after: 4,
      onGap: async (gap) => {
        gaps.push(gap)
        return 15
      },
    })
    await expect.poll(() => following.handled, { timeout: 20_000 }).toEqual(upTo(20, 16))
    expect(gaps).toEqual([{ from: 5, to: 10 }])
    expect(following.saved).toEqual(upTo(20, 15))
    await following.stop()
  })
})

describe('refusals', () => {
  test.each([
    [404, 'no-such-subscription', {}],
    [403, 'missing-scope', { scope: 'subscriptions:read' }],
    [409, 'subscription-not-in-state', { state: 'ended', needed: ['active'] }],
  ])('for good end it: %i %s', async (status, name, details) => {
    refusal = problemOf(status, name, details)
    faults = ['refused']
    const error = await follow().ended
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({ status, name })
  })

  test.each([
    ['delivery-suspended', {}],
    ['subscription-not-in-state', { state: 'paused', needed: ['active'] }],
  ])('that somebody can take back are waited out: %s', async (name, details) => {
    grow(2)
    refusal = problemOf(409, name, details)
    faults = ['refused', 'refused']
    const following = follow()
    await expect.poll(() => following.handled, { timeout: 20_000 }).toEqual([1, 2])
    expect(following.trouble).toHaveLength(2)
    await following.stop()
  })
})

test('what the handler throws ends it, and is what was thrown', async () => {
  grow(3)
  const error = new Error('database down')
  const following = follow({
    handle: (message) => {
      if (numberOf(message) === 2) throw error
    },
  })
  expect(await following.ended).toBe(error)
  expect(following.saved).toEqual([1])
})

test('what is no message is not passed over', async () => {
  server.removeAllListeners('request')
  server.on('request', (_, response) => tell(response, { body: { items: [{ specversion: '1.0' }], lastNumber: 1 } }))
  expect(await follow().ended).toBeInstanceOf(UnexpectedAnswerError)
})
