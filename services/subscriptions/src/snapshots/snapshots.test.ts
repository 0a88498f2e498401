import { CompareWithSnapshot, ReadSnapshot, ResumeDelivery, SuspendDelivery, TakeSnapshot } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { beforeEach, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import {
  appointment,
  asNationalBody,
  asPerson,
  asVendor,
  fewAtOnce,
  newClient,
  period,
  vendorsUnderTest,
} from '../../test/vendors-under-test.ts'

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
const take = () => subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })

test('it is all that the messages come to up to its number, page by page; those after it go on from there', async () => {
  const records = Array.from({ length: 7 }, () => appointment([period(urn)]))
  await fewAtOnce(records, given.confirm)
  const over = { ...records[0]!, periods: [period(urn, { lastDay: '2026-10-01' })], endReason: 'completed' as const }
  await given.end(over)
  const snapshot = await take()
  expect(snapshot).toMatchObject({ subscriptionId, number: 8, appointments: 6 })
  const first = await subscriptions.ask(ReadSnapshot, { snapshotId: snapshot.id, limit: 4 }, { as })
  const second = await subscriptions.ask(ReadSnapshot, { snapshotId: snapshot.id, limit: 4, after: first.next! }, { as })
  expect(second.next).toBeUndefined()
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
    records
      .slice(1)
      .map(({ id }) => id)
      .sort(),
  )
  // It stays as it was taken.
  await given.confirm(appointment([period(urn)]))
  expect((await subscriptions.ask(ReadSnapshot, { snapshotId: snapshot.id }, { as })).items).toHaveLength(6)
  expect(await given.messages(subscriptionId, client, snapshot.number)).toHaveLength(1)
})

test('it is what whoever upserts every message holds, while others write', async () => {
  const records = Array.from({ length: 30 }, () => appointment([period(urn)]))
  const writing = fewAtOnce(records, async (record) => {
    await given.confirm(record)
    await given.change({ ...record, periods: [period(urn, { minutesPerWeek: 30 })] })
  })
  const snapshots = []
  for (let n = 0; n < 8; n++) snapshots.push(await take())
  await writing
  snapshots.push(await take())
  const messages = await given.messages(subscriptionId, client)
  for (const { id: snapshotId, number } of snapshots) {
    const held = new Map(messages.filter(({ sequence }) => Number(sequence) <= number).map(({ data }) => [data!.id, data!.version]))
    const { items } = await subscriptions.ask(ReadSnapshot, { snapshotId, limit: 200 }, { as })
    expect(new Map(items.map(({ id, version }) => [id, version]))).toEqual(held)
  }
})

test('of the ids that a vendor names, those that are held no more are named', async () => {
  const kept = appointment([period(urn)])
  const gone = appointment([period(urn)])
  await given.confirm(kept)
  await given.confirm(gone)
  await given.void(gone)
  const { id: snapshotId } = await take()
  const never = newId()
  const asked = { snapshotId, appointmentIds: [kept.id, gone.id, never, gone.id] }
  expect(await subscriptions.ask(CompareWithSnapshot, asked, { as })).toEqual({ gone: [gone.id, never].sort() })
})

test('another client’s looks like none, and so does one of which the days are over', async () => {
  const { id: snapshotId } = await take()
  const missing = { status: 404, type: '/problems/no-such-snapshot' }
  for (const who of [await asVendor(newClient()), await asPerson(client), await asNationalBody()]) {
    expect(await subscriptions.refusal(ReadSnapshot, { snapshotId }, { as: who })).toMatchObject(missing)
    expect(await subscriptions.refusal(CompareWithSnapshot, { snapshotId, appointmentIds: [] }, { as: who })).toMatchObject(missing)
    expect(await subscriptions.refusal(TakeSnapshot, { subscriptionId }, { as: who })).toMatchObject({ status: 404 })
  }
  await subscriptions.clock.advance({ days: 6 })
  await subscriptions.idle()
  expect((await subscriptions.ask(ReadSnapshot, { snapshotId }, { as })).items).toEqual([])
  await subscriptions.clock.advance({ days: 1, minutes: 1 })
  await subscriptions.idle()
  expect(await subscriptions.refusal(ReadSnapshot, { snapshotId }, { as })).toMatchObject(missing)
})

test('while delivery is suspended none is read', async () => {
  const { id: snapshotId } = await take()
  await subscriptions.ask(SuspendDelivery, { clientId: client, reason: 'An incident.' }, { as: await asNationalBody() })
  const suspended = { status: 409, type: '/problems/delivery-suspended' }
  expect(await subscriptions.refusal(ReadSnapshot, { snapshotId }, { as })).toMatchObject(suspended)
  expect(await subscriptions.refusal(CompareWithSnapshot, { snapshotId, appointmentIds: [] }, { as })).toMatchObject(suspended)
  await subscriptions.ask(ResumeDelivery, { clientId: client }, { as: await asNationalBody() })
})

test('after two summers away, nothing is missing', async () => {
  const records = Array.from({ length: 5 }, () => appointment([period(urn)]))
  await fewAtOnce(records, given.confirm)
  await subscriptions.clock.advance({ days: 200 })
  await subscriptions.idle()
  const { id: snapshotId, number } = await take()
  expect(number).toBe(5)
  expect((await subscriptions.ask(ReadSnapshot, { snapshotId }, { as })).items.map(({ id }) => id)).toEqual(
    records.map(({ id }) => id).sort(),
  )
  await given.confirm(appointment([period(urn)]))
  expect(await given.messages(subscriptionId, client, number)).toHaveLength(1)
})
