import { ClientSuspended } from '@nlc/contracts/identity'
import {
  CloseNatsDoor,
  EndSubscription,
  GetNatsDoor,
  NatsCredentialsRotated,
  NatsDoorClosed,
  NatsDoorOpened,
  OpenNatsDoor,
  PauseSubscription,
  ResumeSubscription,
  RotateNatsCredentials,
} from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { newMailbox, put } from '../../test/mailbox-under-test.ts'
import { enterBy, type NatsVendor, natsDoorEnvironment } from '../../test/nats-door-under-test.ts'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'

const subscriptions = subscriptionsUnderTest(natsDoorEnvironment())
const scopes = ['subscriptions:read', 'subscriptions:write'] as const
const vendors: NatsVendor[] = []

afterEach(async () => {
  await Promise.all(vendors.splice(0).map((vendor) => vendor.close()))
})

const asVendor = async (client: string) => ({ as: await token({ scopes: [...scopes], kind: 'mis-vendor', client }) })
const nationalBody = async () => ({ as: await token({ scopes: [...scopes, 'national-body'], kind: 'national-body' }) })

async function given(messages = 0) {
  const client = newId()
  const subscriptionId = await newMailbox(subscriptions.sql, client)
  const ids =
    messages > 0
      ? await put(
          subscriptions.sql,
          subscriptionId,
          Array.from({ length: messages }, () => newId()),
        )
      : []
  return { client, subscriptionId, ids, as: await asVendor(client) }
}
type Door = Awaited<ReturnType<typeof open>>
const open = async ({ subscriptionId, as }: { subscriptionId: string; as: { as: string } }, afterNumber?: number) =>
  await subscriptions.ask(OpenNatsDoor, { subscriptionId, ...(afterNumber !== undefined && { afterNumber }) }, as)
async function enter(door: Door): Promise<NatsVendor> {
  const vendor = await enterBy(door, subscriptions.bus.url)
  vendors.push(vendor)
  return vendor
}
const shown = async (subscriptionId: string) => await subscriptions.ask(GetNatsDoor, { subscriptionId }, await nationalBody())
const reaches = (subscriptionId: string, what: object) => expect.poll(() => shown(subscriptionId), { timeout: 15_000 }).toMatchObject(what)
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const isOut = (door: Door) => expect(enter(door)).rejects.toThrow(/authorization/i)

test('closed until it is opened; then the mailbox can be pulled, with the ids and numbers that it has at every door', async () => {
  const mailbox = await given(3)
  expect(await subscriptions.refusal(GetNatsDoor, { subscriptionId: mailbox.subscriptionId }, mailbox.as)).toMatchObject({
    status: 404,
    type: '/problems/no-such-nats-door',
  })
  const door = await open(mailbox)
  expect(door).toMatchObject({
    afterNumber: 0,
    address: { servers: ['nats://nats.test:4222'], stream: 'mailboxes', domain: 'nlc', inboxPrefix: `_INBOX.${door.address.durable}` },
  })
  const vendor = await enter(door)
  const read = await vendor.read(3)
  expect(read.map(({ number, id }) => ({ number, id }))).toEqual(mailbox.ids.map((id, index) => ({ number: index + 1, id })))
  expect(read[0]).toMatchObject({ type: 'nlc.appointment.changed.v1', data: { note: 'content' }, delivery: 1 })
  await put(subscriptions.sql, mailbox.subscriptionId, [newId(), newId()])
  expect((await vendor.read(2)).map(({ number }) => number)).toEqual([4, 5])
  await reaches(mailbox.subscriptionId, { state: 'open', publishedNumber: 5, acknowledgedNumber: 5 })
  expect(await subscriptions.emitted(NatsDoorOpened, mailbox.subscriptionId)).toMatchObject([
    { data: { clientId: mailbox.client, credentialId: door.credentials[0]!.credentialId } },
  ])
})

test('what was said once is not said again: a repeat of the opening comes without the credentials, and none are kept', async () => {
  const mailbox = await given()
  const { subscriptionId, as } = mailbox
  const asking = { ...as, idempotencyKey: newId() }
  const first = await subscriptions.ask(OpenNatsDoor, { subscriptionId }, asking)
  const again = await subscriptions.ask(OpenNatsDoor, { subscriptionId }, asking)
  expect(first.credentialsFile).toContain('BEGIN NATS USER JWT')
  expect(again).toEqual({ ...first, credentialsFile: undefined })
  const seed = /SU[A-Z2-7]{56}/.exec(first.credentialsFile!)![0]
  for (const table of ['nats_door', 'nats_credential', 'kept_reply', 'event', 'audit'])
    expect((await sql`select from ${sql.table(table)} t where t::text like ${`%${seed}%`}`.execute(subscriptions.sql)).rows).toEqual([])
})

test('opened by several at once, it is opened once', async () => {
  const { subscriptionId, as } = await given()
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => subscriptions.ask(OpenNatsDoor, { subscriptionId }, as)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const answer of answers) if (answer.status === 'rejected') expect(String(answer.reason)).toContain('/problems/nats-door-open')
  expect((await shown(subscriptionId)).credentials).toHaveLength(1)
})

test('it can be opened behind a number, and not behind one that there is not yet', async () => {
  const mailbox = await given(5)
  expect(await subscriptions.refusal(OpenNatsDoor, { subscriptionId: mailbox.subscriptionId, afterNumber: 6 }, mailbox.as)).toMatchObject({
    status: 409,
    type: '/problems/beyond-last-number',
    lastNumber: 5,
  })
  const vendor = await enter(await open(mailbox, 3))
  expect((await vendor.read(2)).map(({ number }) => number)).toEqual([4, 5])
})

test('first deliveries of one person come in the order of their numbers', async () => {
  const mailbox = await given()
  const persons = [newId(), newId(), newId()]
  await put(
    subscriptions.sql,
    mailbox.subscriptionId,
    Array.from({ length: 300 }, (_, index) => persons[index % 7 === 0 ? 0 : index % 3]!),
  )
  const read = await (await enter(await open(mailbox))).read(300)
  for (const [, of] of Map.groupBy(read, ({ subject }) => subject))
    expect(of.map(({ number }) => number)).toEqual(of.map(({ number }) => number).toSorted((a, b) => a - b))
  expect(new Set(read.map(({ number }) => number))).toEqual(new Set(numbers(1, 300)))
})

test('nobody else’s: a stranger finds nothing there, a person has no subscription, the national body closes and gets no credentials', async () => {
  const mailbox = await given(1)
  const { subscriptionId } = mailbox
  const stranger = await asVendor(newId())
  const absent = { status: 404, type: '/problems/no-such-subscription' }
  for (const operation of [OpenNatsDoor, GetNatsDoor, RotateNatsCredentials, CloseNatsDoor]) {
    expect(await subscriptions.refusal(operation, { subscriptionId }, stranger)).toMatchObject(absent)
    expect(await subscriptions.refusal(operation, { subscriptionId: newId() }, mailbox.as)).toMatchObject(absent)
  }
  const person = { as: await token({ scopes: [...scopes], client: mailbox.client, person: newId() }) }
  for (const operation of [OpenNatsDoor, RotateNatsCredentials])
    expect(await subscriptions.refusal(operation, { subscriptionId }, person)).toMatchObject({
      status: 403,
      type: '/problems/client-alone',
    })
  for (const operation of [OpenNatsDoor, RotateNatsCredentials])
    expect(await subscriptions.refusal(operation, { subscriptionId }, await nationalBody())).toMatchObject(absent)
  await open(mailbox)
  await subscriptions.ask(CloseNatsDoor, { subscriptionId }, await nationalBody())
  await reaches(subscriptionId, { state: 'closed', closeReason: 'by-national-body' })
})

test('rotated without overlap, the old credentials are out within moments, and the place stays', async () => {
  const mailbox = await given(2)
  const { subscriptionId, as } = mailbox
  const door = await open(mailbox)
  const vendor = await enter(door)
  await vendor.read(2)
  const rotated = await subscriptions.ask(RotateNatsCredentials, { subscriptionId, overlapHours: 0 }, as)
  await vendor.connection.closed()
  await isOut(door)
  await put(subscriptions.sql, subscriptionId, [newId()])
  expect((await (await enter(rotated)).read(1)).map(({ number }) => number)).toEqual([3])
  const { credentials } = await shown(subscriptionId)
  expect(credentials).toHaveLength(2)
  expect(credentials[0]).not.toHaveProperty('endsAt')
  expect(credentials[1]).toMatchObject({ credentialId: door.credentials[0]!.credentialId, revokedAt: expect.any(String) })
  expect(await subscriptions.emitted(NatsCredentialsRotated, subscriptionId)).toHaveLength(1)
})

test('with an overlap, both are good; a third is refused, or ends both at once', async () => {
  const mailbox = await given(1)
  const { subscriptionId, as } = mailbox
  const first = await open(mailbox)
  const second = await subscriptions.ask(RotateNatsCredentials, { subscriptionId }, as)
  await (await enter(first)).connection.flush()
  await (await enter(second)).connection.flush()
  expect(await subscriptions.refusal(RotateNatsCredentials, { subscriptionId }, as)).toMatchObject({
    status: 409,
    type: '/problems/two-nats-credentials-live',
    olderEndAt: expect.any(String),
  })
  const stale = { ...as, expectedVersion: 99 }
  expect(await subscriptions.refusal(RotateNatsCredentials, { subscriptionId }, stale)).toMatchObject({ status: 412 })
  expect(await subscriptions.refusal(CloseNatsDoor, { subscriptionId }, stale)).toMatchObject({ status: 412 })
  const third = await subscriptions.ask(RotateNatsCredentials, { subscriptionId, overlapHours: 0 }, as)
  await expect.poll(async () => (await shown(subscriptionId)).credentials.filter(({ revokedAt }) => revokedAt)).toHaveLength(2)
  await isOut(first)
  await isOut(second)
  expect(await (await enter(third)).read(1)).toMatchObject([{ number: 1 }])
})

test('closed, whoever is in is put out, nothing lies there, and its old credentials open no later door', async () => {
  const mailbox = await given(4)
  const { subscriptionId, as } = mailbox
  const door = await open(mailbox)
  const vendor = await enter(door)
  await vendor.read(1)
  expect(await subscriptions.refusal(OpenNatsDoor, { subscriptionId }, as)).toMatchObject({ status: 409, type: '/problems/nats-door-open' })
  const closing = await subscriptions.ask(CloseNatsDoor, { subscriptionId }, as)
  expect(closing).toMatchObject({ state: 'closing', closeReason: 'by-owner' })
  await vendor.connection.closed()
  await reaches(subscriptionId, { state: 'closed', closedAt: expect.any(String) })
  await isOut(door)
  for (const operation of [CloseNatsDoor, RotateNatsCredentials])
    expect(await subscriptions.refusal(operation, { subscriptionId }, as)).toMatchObject({
      status: 409,
      type: '/problems/nats-door-not-open',
      state: 'closed',
    })
  expect(await subscriptions.emitted(NatsDoorClosed, subscriptionId)).toMatchObject([{ data: { reason: 'by-owner' } }])

  const opened = await open(mailbox, 1)
  expect(opened.address.durable).not.toBe(door.address.durable)
  expect((await (await enter(opened)).read(3)).map(({ number }) => number)).toEqual([2, 3, 4])
  await isOut(door)
})

test('a door that was never opened can be neither rotated nor closed', async () => {
  const { subscriptionId, as } = await given()
  for (const operation of [CloseNatsDoor, RotateNatsCredentials])
    expect(await subscriptions.refusal(operation, { subscriptionId }, as)).toMatchObject({
      status: 404,
      type: '/problems/no-such-nats-door',
    })
})

test('a suspended client is put out', async () => {
  const mailbox = await given(2)
  const door = await open(mailbox)
  const vendor = await enter(door)
  await vendor.read(1)
  await subscriptions.given(ClientSuspended, { clientId: mailbox.client, since: new Date().toISOString(), reason: 'misuse' })
  await vendor.connection.closed()
  await reaches(mailbox.subscriptionId, { state: 'closed', closeReason: 'client-suspended' })
  await isOut(door)
})

test('a subscription that ended has no door, and gets none', async () => {
  const mailbox = await given(2)
  const { subscriptionId, as } = mailbox
  const door = await open(mailbox)
  const vendor = await enter(door)
  await vendor.read(1)
  await subscriptions.ask(EndSubscription, { subscriptionId }, as)
  await vendor.connection.closed()
  await isOut(door)
  await expect
    .poll(
      async () =>
        (await sql<{ state: string }>`select state from nats_door where subscription_id = ${subscriptionId}`.execute(subscriptions.sql))
          .rows,
    )
    .toEqual([{ state: 'closed' }])
  expect(await subscriptions.refusal(OpenNatsDoor, { subscriptionId }, as)).toMatchObject({
    status: 409,
    type: '/problems/subscription-not-in-state',
    state: 'ended',
  })
})

test('paused, what lies there unread is taken back; resumed, it comes under its numbers', async () => {
  const mailbox = await given(5)
  const { subscriptionId, as } = mailbox
  const vendor = await enter(await open(mailbox))
  expect(await vendor.read(2)).toHaveLength(2)
  await subscriptions.ask(PauseSubscription, { subscriptionId }, as)
  await reaches(subscriptionId, { publishedNumber: 2 })
  await expect
    .poll(
      async () =>
        (await sql`select from nats_door where subscription_id = ${subscriptionId} and (purge or recall)`.execute(subscriptions.sql)).rows,
    )
    .toEqual([])
  expect(await vendor.read(1, { waitMs: 1_500 })).toEqual([])
  await put(subscriptions.sql, subscriptionId, [newId()])
  await subscriptions.ask(ResumeSubscription, { subscriptionId }, as)
  expect((await vendor.read(4)).map(({ number, id }) => ({ number, again: mailbox.ids.includes(id) }))).toEqual([
    { number: 3, again: true },
    { number: 4, again: true },
    { number: 5, again: true },
    { number: 6, again: false },
  ])
})
