/** Delivery among several processes that die, endpoints that hang, and content that is withheld. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  GetSubscription,
  GetWebhook,
  PauseSubscription,
  RegisterWebhook,
  RemoveWebhook,
  ResumeSubscription,
} from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newMailbox, put } from '../../test/mailbox-under-test.ts'
import { type Inbox, receiverUnderTest } from '../../test/receiver-under-test.ts'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { mailboxGrew } from '../mailbox/mailbox-grew.ts'
import { DeliveryStore } from './delivery-store.ts'

const service = subscriptionsUnderTest({ WEBHOOK_ANSWER_MS: '2000' })
const receiver = receiverUnderTest()
const soon = { timeout: 20_000, interval: 20 }
const scopes = ['subscriptions:read', 'subscriptions:write'] as const
let client: string
let as: string
let count = 0

beforeEach(async () => {
  client = newId()
  as = await token({ scopes, kind: 'mis-vendor', client })
})

async function webhook(behaviour = {}): Promise<{ subscriptionId: string; inbox: Inbox }> {
  const subscriptionId = await newMailbox(service.sql, client)
  const inbox = receiver.inbox(`/delivering/${++count}`)
  await service.ask(RegisterWebhook, { subscriptionId, url: inbox.url, maxPerSecond: 1000 }, { as })
  await expect.poll(async () => (await service.ask(GetWebhook, { subscriptionId }, { as })).state, soon).toBe('active')
  await inbox.behave(behaviour)
  return { subscriptionId, inbox }
}
const numbers = async (inbox: Inbox) => (await inbox.messages()).map(({ sequence }) => Number(sequence))
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)
const distinct = (all: readonly number[]) => [...new Set(all)].sort((a, b) => a - b)
const delivered = async (subscriptionId: string) => (await service.ask(GetWebhook, { subscriptionId }, { as })).deliveredNumber

describe('neighbours', () => {
  test('thirty endpoints that hang keep none from another', async () => {
    const hanging = await Promise.all(Array.from({ length: 30 }, () => webhook({ answer: 'hang' })))
    const well = await webhook()
    for (const { subscriptionId } of hanging) await put(service.sql, subscriptionId, ['ada', 'ben', 'cyd', 'dee'])
    for (let n = 0; n < 20; n++) await put(service.sql, well.subscriptionId, [`p${n}`])
    await expect.poll(async () => distinct(await numbers(well.inbox)), soon).toEqual(upTo(20))
    for (const { inbox } of hanging.slice(0, 5)) expect((await inbox.messages()).length).toBeLessThanOrEqual(4)
  })

  test('a slow one gets all of it, in order per person', async () => {
    const { subscriptionId, inbox } = await webhook({ delayMs: 60 })
    await put(
      service.sql,
      subscriptionId,
      Array.from({ length: 60 }, (_, n) => `p${n % 6}`),
    )
    await expect.poll(async () => distinct(await numbers(inbox)), soon).toEqual(upTo(60))
    for (let person = 0; person < 6; person++) {
      const theirs = (await inbox.messages()).filter(({ subject }) => subject === `p${person}`).map(({ sequence }) => Number(sequence))
      expect(theirs).toEqual([...theirs].sort((a, b) => a - b))
    }
  })
})

describe('stopped', () => {
  test('a paused subscription, a suspended client, suspended delivery: nothing comes until it may again', async () => {
    const { subscriptionId, inbox } = await webhook()
    await service.ask(PauseSubscription, { subscriptionId }, { as })
    await put(service.sql, subscriptionId, ['ada'])
    const other = await webhook()
    await put(service.sql, other.subscriptionId, ['ada'])
    await expect.poll(() => numbers(other.inbox), soon).toEqual([1])
    expect(await numbers(inbox)).toEqual([])
    await service.ask(ResumeSubscription, { subscriptionId }, { as })
    await expect.poll(() => numbers(inbox), soon).toEqual([1])

    await sql`insert into delivery_suspension (client_id, reason) values (${client}, 'a test')`.execute(service.sql)
    await put(service.sql, subscriptionId, ['ben'])
    await put(service.sql, other.subscriptionId, ['ben'])
    expect(await numbers(inbox)).toEqual([1])
    await sql`delete from delivery_suspension where client_id = ${client}`.execute(service.sql)
    await expect.poll(() => numbers(inbox), soon).toEqual([1, 2])
  })
})

describe('what is withheld', () => {
  const withhold = (db: Pick<pg.ClientBase, 'query'>, subscriptionId: string, number: number) =>
    db.query('update mailbox_message set data = null, withheld_at = now() where subscription_id = $1 and number = $2', [
      subscriptionId,
      number,
    ])

  test('before it is delivered comes without content, under its id and number', async () => {
    const { subscriptionId, inbox } = await webhook()
    const [id] = await put(service.sql, subscriptionId, ['ada'], { nudge: false, at: new Date() })
    await withhold(service.database.pool, subscriptionId, 1)
    mailboxGrew(subscriptionId)
    await expect.poll(() => numbers(inbox), soon).toEqual([1])
    const [message] = await inbox.messages()
    expect(message).toMatchObject({ id, type: 'nlc.withheld.v1', sequence: '1' })
    expect(message!.body).not.toMatch(/ada|content/)
  })

  test('while it is being withheld waits for that; others do not', async () => {
    const { subscriptionId, inbox } = await webhook()
    const closing = await service.database.pool.connect()
    await put(service.sql, subscriptionId, ['ada', 'ben'], { nudge: false })
    await closing.query('begin')
    await withhold(closing, subscriptionId, 1)
    mailboxGrew(subscriptionId)
    await expect.poll(() => numbers(inbox), soon).toEqual([2])
    await closing.query('commit')
    closing.release()
    await expect.poll(() => numbers(inbox), soon).toEqual([2, 1])
    expect((await inbox.messages())[1]).toMatchObject({ type: 'nlc.withheld.v1' })
  })

  test('while it is on its way to the network: whoever withholds waits until it is', async () => {
    const { subscriptionId } = await webhook()
    await put(service.sql, subscriptionId, ['ada'])
    await expect.poll(() => delivered(subscriptionId), soon).toBe(1)
    const { rows } = await sql<{ leasedBy: string; version: number }>`
      select leased_by as "leasedBy", version from webhook_place join webhook_endpoint using (subscription_id)
      where subscription_id = ${subscriptionId}`.execute(service.sql)
    const store = new DeliveryStore(service.database.url, rows[0]!.leasedBy)
    const closing = await service.database.pool.connect()
    await closing.query("set lock_timeout = '50ms'")
    await store.hold(new Map([[subscriptionId, rows[0]!]]), [{ subscriptionId, number: 1 }], async (messages) => {
      expect(messages).toMatchObject([{ number: 1, subjectId: 'ada', data: { note: 'content' } }])
      await expect(withhold(closing, subscriptionId, 1)).rejects.toMatchObject({ code: '55P03' })
    })
    await withhold(closing, subscriptionId, 1)
    closing.release(true)
    await store.close()
  })
})

describe('processes', () => {
  const children: ChildProcess[] = []
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGKILL')
  })
  async function startProcess(): Promise<ChildProcess> {
    const child = fork(fileURLToPath(new URL('../../test/delivering-process.ts', import.meta.url)), [], {
      execArgv: [],
      env: { ...process.env, ...service.environment, POSTGRES_URL: service.database.url },
    })
    children.push(child)
    await once(child, 'message')
    return child
  }
  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  /** The service's own hold of it ends, and does not begin again while others have it. */
  const handOver = (subscriptionId: string) =>
    sql`update webhook_place set leased_by = ${newId()}, leased_until = now() + interval '1 second' where subscription_id = ${subscriptionId}`.execute(
      service.sql,
    )

  test('that are killed lose nothing: each message comes, firsts in order per person, repeats only of what was not booked', async () => {
    const { subscriptionId, inbox } = await webhook({ delayMs: 3 })
    const total = 600
    const people = 12
    const cuts = 4
    let process = await startProcess()
    await handOver(subscriptionId)
    for (let n = 0; n < total; n += 50) {
      await put(
        service.sql,
        subscriptionId,
        Array.from({ length: 50 }, (_, index) => `p${(n + index) % people}`),
        { nudge: false },
      )
      const seen = (await numbers(inbox)).length
      await expect.poll(async () => (await numbers(inbox)).length, soon).toBeGreaterThan(Math.min(seen, n))
      if (n % Math.floor(total / cuts) === 0) {
        const next = startProcess()
        await end(process, 'SIGKILL')
        process = await next
      }
    }
    await expect.poll(async () => distinct(await numbers(inbox)), { timeout: 60_000, interval: 50 }).toEqual(upTo(total))
    await expect.poll(() => delivered(subscriptionId), soon).toBe(total)
    const all = await inbox.messages()
    const ids = new Map<string, Set<string>>()
    for (const { sequence, id } of all) ids.set(sequence!, (ids.get(sequence!) ?? new Set()).add(id))
    expect([...ids.values()].every((set) => set.size === 1)).toBe(true)
    for (let person = 0; person < people; person++) {
      const firsts = distinctInOrder(all.filter(({ subject }) => subject === `p${person}`).map(({ sequence }) => Number(sequence)))
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
    }
    // As many as are under way and not booked at most: 32 at each cut, and one at the hand-over.
    expect(all.length - total).toBeLessThanOrEqual((cuts + 1) * 32)
  }, 120_000)

  test('that end in order repeat nothing', async () => {
    const { subscriptionId, inbox } = await webhook({ delayMs: 5 })
    const first = await startProcess()
    await handOver(subscriptionId)
    await put(
      service.sql,
      subscriptionId,
      Array.from({ length: 200 }, (_, n) => `p${n}`),
      { nudge: false },
    )
    await expect.poll(async () => (await numbers(inbox)).length, soon).toBeGreaterThan(5)
    const second = startProcess()
    await end(first, 'SIGTERM')
    await second
    await expect.poll(async () => distinct(await numbers(inbox)), soon).toEqual(upTo(200))
    await expect.poll(() => delivered(subscriptionId), soon).toBe(200)
    expect((await numbers(inbox)).length).toBe(200)
  }, 60_000)
})

test('an endpoint that another process had meanwhile is gone on with from where that one came', async () => {
  const { subscriptionId, inbox } = await webhook()
  await service.ask(PauseSubscription, { subscriptionId }, { as })
  await put(service.sql, subscriptionId, ['ada', 'ben', 'cyd'])
  await sql`
    update webhook_place set leased_by = ${newId()}, leased_until = now() - interval '1 second', sent_number = 3
    where subscription_id = ${subscriptionId}`.execute(service.sql)
  await service.ask(ResumeSubscription, { subscriptionId }, { as })
  await put(service.sql, subscriptionId, ['dee'])
  await expect.poll(() => numbers(inbox), soon).toEqual([4])
})

test('whoever takes over what had failed ten times disables it', async () => {
  const { subscriptionId, inbox } = await webhook({ status: 500 })
  await put(service.sql, subscriptionId, ['ada'])
  await expect.poll(async () => (await service.ask(GetWebhook, { subscriptionId }, { as })).failing, soon).toBe(1)
  await sql`update delivery set tries = 10 where subscription_id = ${subscriptionId}`.execute(service.sql)
  await service.restart()
  await expect.poll(async () => (await service.ask(GetWebhook, { subscriptionId }, { as })).state, soon).toBe('disabled')
  expect((await inbox.messages()).length).toBe(1)
})

test('a subscription shows how its webhook fares, paused and resumed in between, too', async () => {
  const { subscriptionId } = await webhook({ status: 410 })
  const state = async () => (await service.ask(GetSubscription, { subscriptionId }, { as })).state
  await put(service.sql, subscriptionId, ['ada'])
  await expect.poll(state, soon).toBe('disabled')
  await service.ask(PauseSubscription, { subscriptionId }, { as })
  await service.ask(ResumeSubscription, { subscriptionId }, { as })
  expect(await state()).toBe('disabled')
  await service.ask(RemoveWebhook, { subscriptionId }, { as })
  expect(await state()).toBe('active')
})

test('the service that stops and starts again goes on from where it was', async () => {
  const { subscriptionId, inbox } = await webhook({ delayMs: 5 })
  await put(
    service.sql,
    subscriptionId,
    Array.from({ length: 100 }, (_, n) => `p${n}`),
  )
  await expect.poll(async () => (await numbers(inbox)).length, soon).toBeGreaterThan(5)
  await service.restart()
  await expect.poll(async () => distinct(await numbers(inbox)), soon).toEqual(upTo(100))
  expect((await numbers(inbox)).length).toBe(100)
})

function distinctInOrder(all: readonly number[]): number[] {
  return [...new Set(all)]
}
