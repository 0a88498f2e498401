/** The HTTP door: pages, places, gaps, replays, and what is too old. */
import { AcknowledgeMessages, GetSubscription, ReadMessages, ReplayMessages, ReportGaps } from '@nlc/contracts/subscriptions'
import { audience, token } from '@nlc/testing'
import { CloudEvent } from 'cloudevents'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asVendor, fewAtOnce, newClient, period, vendorsUnderTest } from '../../test/vendors-under-test.ts'
import { replayedUpTo, replaysFor } from './replay.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)
let client: string
let as: string
let urn: string
let subscriptionId: string
beforeEach(async () => {
  client = newClient()
  as = await asVendor(client)
  urn = await given.school()
  await given.sharing(client, urn)
  subscriptionId = await given.subscribe(client)
})
const confirmed = (n: number) =>
  fewAtOnce(
    Array.from({ length: n }, () => appointment([period(urn)])),
    given.confirm,
  )
const read = (input: object = {}) => subscriptions.ask(ReadMessages, { subscriptionId, ...input }, { as })
const numbers = (items: readonly { sequence: string }[]) => items.map(({ sequence }) => Number(sequence))

describe('reading', () => {
  test('goes by number, a page after the other, and moves nothing', async () => {
    await confirmed(5)
    const first = await read({ limit: 2 })
    expect([numbers(first.items), first.firstNumber, first.lastNumber]).toEqual([[1, 2], 1, 5])
    expect(numbers((await read({ afterNumber: 2, limit: 2 })).items)).toEqual([3, 4])
    expect(numbers((await read({ afterNumber: 4 })).items)).toEqual([5])
    expect((await read({ afterNumber: 5 })).items).toEqual([])
    expect(await read({ limit: 2 })).toEqual(first)
  })

  test('by time begins with the first message written then', async () => {
    await confirmed(2)
    await subscriptions.clock.advance({ days: 1 })
    const since = subscriptions.clock.now().toISOString()
    await confirmed(1)
    expect(numbers((await read({ since })).items)).toEqual([3])
    expect(numbers((await read({ since, afterNumber: 3 })).items)).toEqual([])
    expect(numbers((await read({ since: '2020-01-01T00:00:00Z' })).items)).toEqual([1, 2, 3])
  })

  test('shows CloudEvents 1.0, the same each time', async () => {
    const record = appointment([period(urn)])
    await given.confirm(record)
    const [message] = (await read()).items
    const event = new CloudEvent(message as never, true)
    expect(event).toMatchObject({
      source: `${audience}/subscriptions/${subscriptionId}`,
      type: 'nlc.appointment.confirmed.v1',
      subject: record.personId,
      datacontenttype: 'application/json',
      sequence: '1',
      subscription: subscriptionId,
    })
    expect((await read()).items).toEqual([message])
  })

  test('needs the scope, and a form', async () => {
    const writer = await token({ client, kind: 'mis-vendor', scopes: ['subscriptions:write'] })
    expect(await subscriptions.refusal(ReadMessages, { subscriptionId }, { as: writer })).toMatchObject({ status: 403 })
    for (const wrong of [{ afterNumber: -1 }, { limit: 0 }, { limit: 501 }, { since: 'yesterday' }, { after: 'x' }])
      expect(await subscriptions.refusal(ReadMessages, { subscriptionId, ...wrong }, { as })).toMatchObject({ status: 400 })
  })
})

test('numbers have no gap and follow commits, however many write at once', async () => {
  const others = await Promise.all(Array.from({ length: 3 }, () => given.subscribe(client)))
  const records = Array.from({ length: 40 }, () => appointment([period(urn)]))
  await fewAtOnce(records, given.confirm)
  await fewAtOnce(records, (record) => given.change({ ...record, periods: [period(urn, { minutesPerWeek: 30 })] }))
  for (const id of [subscriptionId, ...others]) {
    const messages = await given.messages(id, client)
    expect(numbers(messages)).toEqual(Array.from({ length: 80 }, (_, n) => n + 1))
    // Of one person in order.
    for (const { id: appointmentId } of records)
      expect(messages.filter(({ data }) => data!.id === appointmentId).map(({ data }) => data!.version)).toEqual([1, 2])
  }
})

describe('after 100 days', () => {
  beforeEach(async () => {
    await confirmed(3)
    await subscriptions.clock.advance({ days: 60 })
    await confirmed(2)
  })

  test('messages go, numbers go on, and who reads below is told where to begin', async () => {
    await subscriptions.clock.advance({ days: 41 })
    await subscriptions.idle()
    expect(await read()).toMatchObject({ firstNumber: 4, lastNumber: 5 })
    expect(numbers((await read()).items)).toEqual([4, 5])
    expect(numbers((await read({ afterNumber: 3 })).items)).toEqual([4, 5])
    for (const input of [{ afterNumber: 2 }, { afterNumber: 0 }, { since: '2020-01-01T00:00:00Z' }])
      expect(await subscriptions.refusal(ReadMessages, { subscriptionId, ...input }, { as })).toMatchObject({
        status: 410,
        type: '/problems/mailbox-messages-expired',
        firstNumber: 4,
      })
    const replay = { subscriptionId, door: 'webhook', fromNumber: 3 }
    expect(await subscriptions.refusal(ReplayMessages, replay, { as })).toMatchObject({ status: 410, firstNumber: 4 })
    expect(
      await subscriptions.refusal(ReplayMessages, { ...replay, fromNumber: undefined, since: '2020-01-01T00:00:00Z' }, { as }),
    ).toMatchObject({
      status: 410,
    })
    await confirmed(1)
    expect(numbers((await read()).items)).toEqual([4, 5, 6])
  })

  test('also where all go, and then some come', async () => {
    await subscriptions.clock.advance({ days: 101 })
    await subscriptions.idle()
    expect(await read()).toMatchObject({ items: [], firstNumber: 6, lastNumber: 5 })
    await confirmed(1)
    expect(numbers((await read()).items)).toEqual([6])
    await subscriptions.clock.advance({ days: 101 })
    await subscriptions.idle()
    expect(await read()).toMatchObject({ items: [], firstNumber: 7, lastNumber: 6 })
  })
})

describe('one’s place', () => {
  test('is acknowledged, can be moved back, and holds back nothing', async () => {
    await confirmed(3)
    expect(await subscriptions.ask(AcknowledgeMessages, { subscriptionId, number: 3 }, { as })).toMatchObject({
      acknowledgedNumber: 3,
      version: 1,
    })
    expect(await subscriptions.ask(AcknowledgeMessages, { subscriptionId, number: 1 }, { as })).toMatchObject({ acknowledgedNumber: 1 })
    expect(numbers((await read()).items)).toEqual([1, 2, 3])
    expect(await subscriptions.ask(GetSubscription, { subscriptionId }, { as })).toMatchObject({ acknowledgedNumber: 1 })
  })

  test('is none that there is not yet', async () => {
    expect(await subscriptions.refusal(AcknowledgeMessages, { subscriptionId, number: 1 }, { as })).toMatchObject({
      status: 409,
      type: '/problems/beyond-last-number',
      lastNumber: 0,
    })
  })

  test('is nobody else’s', async () => {
    const stranger = { as: await asVendor(newClient()) }
    expect(await subscriptions.refusal(AcknowledgeMessages, { subscriptionId, number: 1 }, stranger)).toMatchObject({ status: 404 })
    expect(await subscriptions.refusal(ReportGaps, { subscriptionId }, stranger)).toMatchObject({ status: 404 })
    expect(await subscriptions.refusal(ReplayMessages, { subscriptionId, door: 'webhook' }, stranger)).toMatchObject({ status: 404 })
  })
})

describe('the gap report', () => {
  test('names what is lacking, and what became of it', async () => {
    await confirmed(9)
    await sql`update mailbox_message set data = null, withheld_at = now() where subscription_id = ${subscriptionId} and number in (5, 6)`.execute(
      subscriptions.sql,
    )
    await sql`delete from mailbox_message where subscription_id = ${subscriptionId} and number < 3`.execute(subscriptions.sql)
    await sql`update subscription set first_number = 3 where id = ${subscriptionId}`.execute(subscriptions.sql)
    expect(await subscriptions.ask(ReportGaps, { subscriptionId, received: [{ from: 8, to: 8 }] }, { as })).toEqual({
      firstNumber: 3,
      lastNumber: 9,
      acknowledgedNumber: 0,
      gaps: [
        { from: 1, to: 2, state: 'expired' },
        { from: 3, to: 4, state: 'readable' },
        { from: 5, to: 6, state: 'withheld' },
        { from: 7, to: 7, state: 'readable' },
        { from: 9, to: 9, state: 'readable' },
      ],
      more: false,
    })
    await subscriptions.ask(AcknowledgeMessages, { subscriptionId, number: 8 }, { as })
    expect((await subscriptions.ask(ReportGaps, { subscriptionId }, { as })).gaps).toEqual([{ from: 9, to: 9, state: 'readable' }])
    expect((await subscriptions.ask(ReportGaps, { subscriptionId, received: [{ from: 9, to: 400 }] }, { as })).gaps).toEqual([])
  })
})

describe('a replay', () => {
  test('notes what a door is to send again, by number or time, until the door has', async () => {
    await confirmed(4)
    await subscriptions.clock.advance({ days: 1 })
    const since = subscriptions.clock.now().toISOString()
    await confirmed(2)
    const byNumber = await subscriptions.ask(ReplayMessages, { subscriptionId, door: 'webhook', fromNumber: 2, toNumber: 3 }, { as })
    expect(byNumber).toMatchObject({ fromNumber: 2, toNumber: 3 })
    expect(await subscriptions.ask(ReplayMessages, { subscriptionId, door: 'webhook', since }, { as })).toMatchObject({
      fromNumber: 5,
      toNumber: 6,
    })
    const waiting = async () => (await replaysFor(subscriptions.sql, 'webhook', subscriptionId)).map(({ sentNumber }) => sentNumber)
    expect(await waiting()).toEqual([1, 4])
    expect(await replaysFor(subscriptions.sql, 'nats', subscriptionId)).toEqual([])
    await replayedUpTo(subscriptions.sql, byNumber.id, 2)
    expect(await waiting()).toEqual([2, 4])
    await replayedUpTo(subscriptions.sql, byNumber.id, 3)
    expect(await waiting()).toEqual([4])
    expect(numbers((await read()).items)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('of nothing is refused', async () => {
    expect(await subscriptions.refusal(ReplayMessages, { subscriptionId, door: 'webhook' }, { as })).toMatchObject({
      status: 409,
      type: '/problems/nothing-to-replay',
    })
    expect(await subscriptions.refusal(ReplayMessages, { subscriptionId, door: 'letter' }, { as })).toMatchObject({ status: 400 })
  })
})
