/** What reaches a vendor over NATS when things go wrong on the way: the broker, the stream, sharing that ends, whoever fills it. */
import { readFileSync } from 'node:fs'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { service } from '@nlc/contracts/define'
import { NatsDoorClosed, NatsDoorOpened, OpenNatsDoor } from '@nlc/contracts/subscriptions'
import { defineService, newId, type Surroundings } from '@nlc/runtime'
import { infrastructure, testService, token } from '@nlc/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newMailbox, put } from '../../test/mailbox-under-test.ts'
import { enterBy, type NatsVendor, type Read } from '../../test/nats-door-under-test.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import type { MailboxStream } from './mailbox-stream.ts'
import { NatsCredential } from './nats-credential.ts'
import { NatsDoor } from './nats-door.ts'
import { openNatsDoor } from './open-nats-door.ts'
import { serveNatsDoors } from './serve-nats-doors.ts'
import { isWithheldAtNatsDoor, withholdAtNatsDoor } from './withhold-at-nats-door.ts'

/** How the broker fails whoever fills mailboxes; set by a test. */
let failing: (what: keyof MailboxStream) => 'before' | 'after' | undefined = () => undefined
const through = (stream: MailboxStream): MailboxStream =>
  new Proxy(stream, {
    get:
      (target, what: keyof MailboxStream) =>
      async (...parameters: never[]) => {
        const when = failing(what)
        if (when === 'before') throw new Error('the broker is away')
        const answer = await (target[what] as (...parameters: never[]) => Promise<unknown>)(...parameters)
        if (when === 'after') throw new Error('the answer was lost')
        return answer
      },
  })

// The door alone, its loop twice: as two processes of the service have it.
const settings = { natsDoor: { urls: ['nats://nats.test'], ...infrastructure().nats.vendorSigning } }
const contract = service('subscriptions', {
  summary: 'The NATS door.',
  operations: [OpenNatsDoor],
  events: [NatsDoorOpened, NatsDoorClosed],
})
const subscriptions = testService(
  defineService(contract, {
    entities: [NatsDoor, NatsCredential],
    migrations: [new URL('../../migrations/', import.meta.url)],
    handlers: [openNatsDoor(() => settings as never)],
  }),
  { loops: (surroundings: Surroundings<never>) => [serveNatsDoors(surroundings, through), serveNatsDoors(surroundings, through)] },
)

let operations: NatsConnection
let manager: JetStreamManager
const vendors: NatsVendor[] = []

beforeAll(async () => {
  const authenticator = credsAuthenticator(readFileSync(subscriptions.bus.credentialsOf('operations')))
  operations = await connect({ servers: subscriptions.bus.url, inboxPrefix: '_INBOX.operations', authenticator })
  manager = await jetstreamManager(operations, { checkAPI: false })
})
afterAll(() => operations?.close())
afterEach(async () => {
  failing = () => undefined
  await Promise.all(vendors.splice(0).map((vendor) => vendor.close()))
})

async function given(messages: number) {
  const client = newId()
  const subscriptionId = await newMailbox(subscriptions.sql, client)
  await add(subscriptionId, messages)
  const as = await token({ scopes: ['subscriptions:write'], kind: 'mis-vendor', client })
  const door = await subscriptions.ask(OpenNatsDoor, { subscriptionId }, { as })
  const vendor = await enterBy(door, subscriptions.bus.url, { reconnect: true })
  vendors.push(vendor)
  return { client, subscriptionId, durable: door.address.durable, vendor }
}
const add = (subscriptionId: string, messages: number) =>
  put(
    subscriptions.sql,
    subscriptionId,
    Array.from({ length: messages }, () => newId()),
  )
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const numbersOf = (read: readonly Read[]) => read.map(({ number }) => number)
async function stateOf(subscriptionId: string) {
  const { rows } = await sql<{ published: number; acknowledged: number; clear: boolean }>`
    select published_number::float8 as published, acknowledged_number::float8 as acknowledged, not recall and not purge as clear
    from nats_door where subscription_id = ${subscriptionId}`.execute(subscriptions.sql)
  return rows[0]!
}
const isPublished = (subscriptionId: string, published: number) =>
  expect.poll(() => stateOf(subscriptionId), { timeout: 15_000 }).toMatchObject({ published, clear: true })
/** Reads on until each of these numbers came. */
async function readAll(vendor: NatsVendor, wanted: readonly number[], read: Read[] = []): Promise<Read[]> {
  const until = Date.now() + 20_000
  while (wanted.some((number) => !read.some((one) => one.number === number)) && Date.now() < until)
    read.push(...(await vendor.read(wanted.length, { waitMs: 500 })))
  return read
}
const loseStream = () => expect.poll(() => manager.streams.delete('mailboxes').catch(() => false), { timeout: 10_000 }).toBe(true)
async function withhold(client: string, subscriptionId: string, which: readonly number[]): Promise<void> {
  await subscriptions.sql.transaction().execute(async (transaction) => {
    await sql`
      update mailbox_message set data = null, withheld_at = now()
      where subscription_id = ${subscriptionId} and number = any(${which}) and withheld_at is null`.execute(transaction)
    await withholdAtNatsDoor(transaction, client)
  })
  mailboxGrew(subscriptionId)
}
const isWithheld = (client: string) =>
  expect.poll(() => isWithheldAtNatsDoor(subscriptions.sql, client), { timeout: 15_000, interval: 10 }).toBe(true)

test('the stream lost, again and again: what is not known to be acknowledged comes again, and the durable is there again', async () => {
  const { subscriptionId, vendor } = await given(20)
  const read = await vendor.read(10)
  for (let n = 0; n < 2; n++) {
    await loseStream()
    await add(subscriptionId, 5)
  }
  await readAll(vendor, numbers(1, 30), read)
  expect(new Set(numbersOf(read))).toEqual(new Set(numbers(1, 30)))
  await isPublished(subscriptionId, 30)
  await expect.poll(async () => (await stateOf(subscriptionId)).acknowledged, { timeout: 15_000 }).toBe(30)
}, 60_000)

test('what was acknowledged does not come again when the stream is lost', async () => {
  const { subscriptionId, vendor } = await given(20)
  await vendor.read(20)
  await expect.poll(async () => (await stateOf(subscriptionId)).acknowledged, { timeout: 15_000 }).toBe(20)
  await loseStream()
  await add(subscriptionId, 1)
  expect(numbersOf(await vendor.read(1, { waitMs: 20_000 }))).toEqual([21])
  expect(await vendor.read(1, { waitMs: 1_000 })).toEqual([])
}, 60_000)

test('once sharing ended, nothing with content lies there: what was unread shows as withheld under its number, the rest as it was', async () => {
  const { client, subscriptionId, vendor } = await given(10)
  expect(numbersOf(await vendor.read(3))).toEqual([1, 2, 3])
  // Pulled, and not acknowledged: with the vendor, and not to come again with content.
  expect(numbersOf(await vendor.read(2, { acknowledge: false }))).toEqual([4, 5])
  await isPublished(subscriptionId, 10)
  await withhold(client, subscriptionId, [2, 4, 6, 8, 10])
  await isWithheld(client)
  const read = await vendor.read(7)
  expect(read.map(({ number, type, data }) => [number, type, data?.note])).toEqual(
    numbers(4, 10).map((number) =>
      number % 2 === 0 ? [number, 'nlc.withheld.v1', undefined] : [number, 'nlc.appointment.changed.v1', 'content'],
    ),
  )
  await add(subscriptionId, 1)
  expect(numbersOf(await vendor.read(1))).toEqual([11])
})

test('who withholds waits for nobody that fills the mailbox, nor they for each other', async () => {
  const { client, subscriptionId, vendor } = await given(5)
  await isPublished(subscriptionId, 5)
  await subscriptions.sql.transaction().execute(async (transaction) => {
    // The number is not given yet, so it is not read either.
    await sql`insert into mailbox_message (subscription_id, number, id, type, subject_id, places, data, occurred_at)
      select ${subscriptionId}, 6, ${newId()}, 'appointment.changed', 's', '{}', '{}', now()`.execute(subscriptions.sql)
    await sql`update mailbox_message set data = null, withheld_at = now() where subscription_id = ${subscriptionId} and number = 6`.execute(
      transaction,
    )
    await sql`update subscription set last_number = 6 where id = ${subscriptionId}`.execute(subscriptions.sql)
    mailboxGrew(subscriptionId)
    // It has met the row that is being withheld.
    await expect
      .poll(
        async () =>
          (await sql`select from nats_door where subscription_id = ${subscriptionId} and try_at > opened_at`.execute(subscriptions.sql))
            .rows,
      )
      .toHaveLength(1)
    await withholdAtNatsDoor(transaction, client)
  })
  await isWithheld(client)
  expect((await vendor.read(6)).at(-1)).toMatchObject({ number: 6, type: 'nlc.withheld.v1' })
})

test('a replay comes under the old numbers, besides what is new', async () => {
  const { subscriptionId, vendor } = await given(6)
  const first = await vendor.read(6)
  const replayed = newId()
  await sql`insert into replay (id, subscription_id, door, from_number, to_number, sent_number) values (${replayed}, ${subscriptionId}, 'nats', 2, 4, 1)`.execute(
    subscriptions.sql,
  )
  const again = await vendor.read(3)
  expect(again.map(({ number, id }) => ({ number, id }))).toEqual(first.slice(1, 4).map(({ number, id }) => ({ number, id })))
  await expect
    .poll(async () => (await sql`select from replay where id = ${replayed} and done_at is not null`.execute(subscriptions.sql)).rows)
    .toHaveLength(1)
})

test('a mailbox that nobody reads fills up to a bound, holds up no other, and goes on when it is read', async () => {
  const hoarder = await given(0)
  await add(hoarder.subscriptionId, 6_000)
  await isPublished(hoarder.subscriptionId, 5_000)
  const other = await given(3)
  expect(numbersOf(await other.vendor.read(3))).toEqual([1, 2, 3])
  const read = await readAll(hoarder.vendor, numbers(1, 6_000))
  expect(new Set(numbersOf(read))).toEqual(new Set(numbers(1, 6_000)))
}, 90_000)

test('whatever fails in between, a vendor gets every number, in each person’s order, and nothing withheld with its content', async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('add' as const),
        persons: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), count: fc.integer({ min: 1, max: 15 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('withhold' as const), every: fc.integer({ min: 2, max: 5 }) }) },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 14 }),
      fc.array(fc.nat(19), { minLength: 40, maxLength: 40 }),
      async (steps, luck) => {
        let asked = 0
        failing = (what) => {
          if (what === 'revoke' || what === 'state') return undefined
          const n = luck[asked++ % luck.length]!
          return n === 0 ? 'before' : n === 1 ? 'after' : undefined
        }
        const { client, subscriptionId, vendor } = await given(0)
        const persons = Array.from({ length: 4 }, () => newId())
        const read: Read[] = []
        const closed = new Set<number>()
        let last = 0
        for (const one of steps) {
          if (one.do === 'add') {
            await put(
              subscriptions.sql,
              subscriptionId,
              one.persons.map((person) => persons[person]!),
            )
            last += one.persons.length
          } else if (one.do === 'read') {
            read.push(...(await vendor.read(one.count, { waitMs: 100 })))
          } else {
            const which = numbers(1, last).filter((number) => number % one.every === 0)
            await withhold(client, subscriptionId, which)
            await isWithheld(client)
            for (const number of which) closed.add(number)
            // From here on, none of these may come with content.
            const later = await vendor.read(last, { waitMs: 150 })
            expect(later.filter(({ number, data }) => closed.has(number) && data)).toEqual([])
            read.push(...later)
          }
        }
        failing = () => undefined
        await readAll(vendor, numbers(1, last), read)
        expect([...new Set(numbersOf(read))].toSorted((a, b) => a - b)).toEqual(numbers(1, last))
        const seen = new Set<number>()
        const firsts = read.filter(({ number }) => !seen.has(number) && seen.add(number))
        for (const [person, of] of Map.groupBy(firsts, ({ subject }) => subject))
          if (person) expect(numbersOf(of)).toEqual(numbersOf(of).toSorted((a, b) => a - b))
        for (const [, of] of Map.groupBy(read, ({ number }) => number)) expect(new Set(of.map(({ id }) => id)).size).toBe(1)
      },
    ),
    { numRuns: Number(process.env.FC_RUNS ?? 5), interruptAfterTimeLimit: 100_000 },
  )
}, 150_000)
