import { ClientReinstated, ClientSuspended } from '@nlc/contracts/identity'
import {
  ChangeSubscription,
  CreateSubscription,
  DeliveryWasResumed,
  DeliveryWasSuspended,
  EndSubscription,
  GetSubscription,
  ListDeliverySuspensions,
  ListSubscriptions,
  PauseSubscription,
  ReadMessages,
  ResumeDelivery,
  ResumeSubscription,
  SubscriptionChanged,
  SubscriptionEnded,
  SubscriptionMade,
  SubscriptionPaused,
  SubscriptionResumed,
  SuspendDelivery,
  TakeSnapshot,
} from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asNationalBody, asPerson, asVendor, newClient, period, vendorsUnderTest } from '../../test/vendors-under-test.ts'
import { mostSubscriptions } from './subscription.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)
let client: string
let as: string
beforeEach(async () => {
  client = newClient()
  as = await asVendor(client)
})
const create = (input: object = {}) => subscriptions.ask(CreateSubscription, { name: 'Roles', ...input }, { as })

describe('subscribing', () => {
  test('makes a mailbox that is empty and active, and says so', async () => {
    const made = await create()
    expect(made).toMatchObject({
      clientId: client,
      name: 'Roles',
      state: 'active',
      filter: {},
      firstNumber: 1,
      lastNumber: 0,
      acknowledgedNumber: 0,
      suspended: false,
      version: 1,
    })
    expect(await subscriptions.emitted(SubscriptionMade, made.id)).toMatchObject([{ data: { clientId: client, filter: {} } }])
    expect(await subscriptions.ask(GetSubscription, { subscriptionId: made.id }, { as })).toEqual(made)
  })

  test('is a client’s own: acting for a person it is refused', async () => {
    expect(await subscriptions.refusal(CreateSubscription, { name: 'Roles' }, { as: await asPerson(client) })).toMatchObject({
      status: 403,
      type: '/problems/client-alone',
    })
  })

  test('needs the scope', async () => {
    const reader = await token({ client, kind: 'mis-vendor', scopes: ['subscriptions:read'] })
    expect(await subscriptions.refusal(CreateSubscription, { name: 'Roles' }, { as: reader })).toMatchObject({ status: 403 })
  })

  test('to a type or by a field that there is not is refused, with the place', async () => {
    for (const [filter, at] of [
      [{ types: ['appointment.offered'] }, '/filter/types/0'],
      [{ towns: ['Barrow'] }, '/filter/towns'],
      [{ types: [] }, '/filter/types'],
      [{ urns: ['12'] }, '/filter/urns/0'],
    ] as const)
      expect(await subscriptions.refusal(CreateSubscription, { name: 'Roles', filter }, { as })).toMatchObject({
        status: 400,
        errors: [expect.objectContaining({ at })],
      })
  })

  test('to schools, authorities or networks that there are not is refused, and names them', async () => {
    const urn = await given.school()
    const network = newId()
    const filter = { urns: [urn, '999999'], laCodes: ['909', '000'], networkIds: [network] }
    expect(await subscriptions.refusal(CreateSubscription, { name: 'Roles', filter }, { as })).toMatchObject({
      status: 422,
      type: '/problems/unknown-in-filter',
      urns: ['999999'],
      laCodes: ['000'],
      networkIds: [network],
    })
    expect((await subscriptions.ask(ListSubscriptions, {}, { as })).items).toEqual([])
  })

  test('has a bound, also where many are made at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: mostSubscriptions + 5 }, () => create()))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(mostSubscriptions)
    expect(await subscriptions.refusal(CreateSubscription, { name: 'Roles' }, { as })).toMatchObject({
      status: 409,
      type: '/problems/too-many-subscriptions',
      most: mostSubscriptions,
    })
  })
})

test('another client’s subscription looks like none, whatever is asked of it', async () => {
  const { id: subscriptionId } = await create()
  const stranger = await asVendor(newClient())
  for (const [operation, input] of [
    [GetSubscription, {}],
    [ChangeSubscription, { name: 'Mine' }],
    [PauseSubscription, {}],
    [ResumeSubscription, {}],
    [EndSubscription, {}],
    [ReadMessages, {}],
    [TakeSnapshot, {}],
  ] as const) {
    for (const who of [stranger, await asPerson(client)]) {
      const known = await subscriptions.refusal(operation as unknown as typeof GetSubscription, { subscriptionId, ...input }, { as: who })
      const none = await subscriptions.refusal(
        operation as unknown as typeof GetSubscription,
        { subscriptionId: newId(), ...input },
        { as: who },
      )
      expect(known).toMatchObject({ status: 404, type: '/problems/no-such-subscription' })
      expect({ ...known, instance: '', traceId: '' }).toEqual({ ...none, instance: '', traceId: '' })
    }
  }
  expect((await subscriptions.ask(ListSubscriptions, {}, { as: stranger })).items).toEqual([])
  expect((await subscriptions.ask(ListSubscriptions, { clientId: client }, { as: await asPerson(client) })).items).toEqual([])
})

test('the national body sees that they are there, page by page, and not what their messages say', async () => {
  const made = [await create(), await create(), await create()]
  const national = { as: await asNationalBody() }
  const first = await subscriptions.ask(ListSubscriptions, { clientId: client, limit: 2 }, national)
  const second = await subscriptions.ask(ListSubscriptions, { clientId: client, limit: 2, after: first.next! }, national)
  expect([...first.items, ...second.items]).toEqual(made)
  expect(second.next).toBeUndefined()
  expect(await subscriptions.refusal(ReadMessages, { subscriptionId: made[0]!.id }, national)).toMatchObject({ status: 404 })
})

describe('a subscription', () => {
  test('is changed as a whole filter, with If-Match', async () => {
    const urn = await given.school()
    const { id: subscriptionId } = await create({ filter: { laCodes: ['909'] } })
    const changed = await subscriptions.ask(ChangeSubscription, { subscriptionId, filter: { urns: [urn] } }, { as, expectedVersion: 1 })
    expect(changed).toMatchObject({ name: 'Roles', filter: { urns: [urn] }, version: 2 })
    expect(await subscriptions.emitted(SubscriptionChanged, subscriptionId)).toMatchObject([{ data: { filter: { urns: [urn] } } }])
    expect(await subscriptions.refusal(ChangeSubscription, { subscriptionId, name: 'X' }, { as, expectedVersion: 1 })).toMatchObject({
      status: 412,
    })
    expect(await subscriptions.refusal(ChangeSubscription, { subscriptionId, filter: { urns: ['999999'] } }, { as })).toMatchObject({
      status: 422,
    })
  })

  test('is paused and resumed, and each only from where it can be', async () => {
    const { id: subscriptionId } = await create()
    expect(await subscriptions.refusal(ResumeSubscription, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/subscription-not-in-state',
      state: 'active',
      needed: ['paused'],
    })
    expect(await subscriptions.ask(PauseSubscription, { subscriptionId }, { as })).toMatchObject({ state: 'paused' })
    expect(await subscriptions.refusal(PauseSubscription, { subscriptionId }, { as })).toMatchObject({ status: 409, state: 'paused' })
    expect(await subscriptions.ask(ResumeSubscription, { subscriptionId }, { as })).toMatchObject({ state: 'active' })
    expect(await subscriptions.emitted(SubscriptionPaused, subscriptionId)).toHaveLength(1)
    expect(await subscriptions.emitted(SubscriptionResumed, subscriptionId)).toHaveLength(1)
  })

  test('ends for good: nothing comes any more, nothing can be read or changed', async () => {
    const urn = await given.school()
    await given.sharing(client, urn)
    const { id: subscriptionId } = await create()
    expect(await subscriptions.ask(EndSubscription, { subscriptionId }, { as })).toMatchObject({ state: 'ended' })
    await given.confirm(appointment([period(urn)]))
    expect(await subscriptions.ask(GetSubscription, { subscriptionId }, { as })).toMatchObject({ lastNumber: 0 })
    expect(await subscriptions.emitted(SubscriptionEnded, subscriptionId)).toHaveLength(1)
    for (const [operation, input] of [
      [ChangeSubscription, { name: 'X' }],
      [EndSubscription, {}],
      [ReadMessages, {}],
      [TakeSnapshot, {}],
    ] as const)
      expect(
        await subscriptions.refusal(operation as unknown as typeof GetSubscription, { subscriptionId, ...input }, { as }),
      ).toMatchObject({
        status: 409,
        type: '/problems/subscription-not-in-state',
        state: 'ended',
      })
  })
})

describe('the national body suspends', () => {
  const suspended = async (subscriptionId: string) => {
    expect(await subscriptions.refusal(ReadMessages, { subscriptionId }, { as })).toMatchObject({
      status: 409,
      type: '/problems/delivery-suspended',
    })
    expect(await subscriptions.refusal(TakeSnapshot, { subscriptionId }, { as })).toMatchObject({ type: '/problems/delivery-suspended' })
    expect(await subscriptions.ask(GetSubscription, { subscriptionId }, { as })).toMatchObject({ suspended: true, state: 'active' })
    expect((await sql`select from open_subscription where id = ${subscriptionId}`.execute(subscriptions.sql)).rows).toEqual([])
  }

  test('one client: its doors close, others’ stay open, and nothing is lost', async () => {
    const urn = await given.school()
    await given.sharing(client, urn)
    const subscriptionId = await given.subscribe(client)
    const other = newClient()
    const theirs = await given.subscribe(other)
    const national = { as: await asNationalBody() }
    expect(await subscriptions.ask(SuspendDelivery, { clientId: client, reason: 'It asked for it.' }, national)).toMatchObject({
      clientId: client,
    })
    await suspended(subscriptionId)
    expect(await given.messages(theirs, other)).toEqual([])
    await given.confirm(appointment([period(urn)]))
    expect(await subscriptions.refusal(SuspendDelivery, { clientId: client, reason: 'Again.' }, national)).toMatchObject({
      status: 409,
      type: '/problems/delivery-suspended-already',
    })
    expect((await subscriptions.ask(ListDeliverySuspensions, {}, national)).items).toMatchObject([
      { clientId: client, reason: 'It asked for it.' },
    ])
    await subscriptions.ask(ResumeDelivery, { clientId: client }, national)
    expect(await given.messages(subscriptionId, client)).toHaveLength(1)
    expect(await subscriptions.refusal(ResumeDelivery, { clientId: client }, national)).toMatchObject({
      status: 409,
      type: '/problems/delivery-not-suspended',
    })
    expect(await subscriptions.emitted(DeliveryWasSuspended, client)).toHaveLength(1)
    expect(await subscriptions.emitted(DeliveryWasResumed, client)).toHaveLength(1)
  })

  test('all delivery, and resumes it', async () => {
    const subscriptionId = await given.subscribe(client)
    const national = { as: await asNationalBody() }
    expect(await subscriptions.ask(SuspendDelivery, { reason: 'An incident.' }, national)).not.toHaveProperty('clientId')
    await suspended(subscriptionId)
    await subscriptions.ask(ResumeDelivery, {}, national)
    expect(await given.messages(subscriptionId, client)).toEqual([])
  })

  test('and nobody else does, a person through its own software neither', async () => {
    const person = await token({ client: 'national-body', kind: 'national-body', scopes: ['national-body'], person: newId() })
    for (const who of [as, person]) {
      expect(await subscriptions.refusal(SuspendDelivery, { reason: 'No.' }, { as: who })).toMatchObject({
        status: 403,
        scope: 'national-body',
      })
      expect(await subscriptions.refusal(ResumeDelivery, {}, { as: who })).toMatchObject({ status: 403 })
      expect(await subscriptions.refusal(ListDeliverySuspensions, {}, { as: who })).toMatchObject({ status: 403 })
    }
  })

  test('a client that identity suspended has no open door until it is reinstated', async () => {
    const subscriptionId = await given.subscribe(client)
    await subscriptions.given(ClientSuspended, { clientId: client, since: '2026-11-01T00:00:00Z', reason: 'misuse' })
    expect((await sql`select from open_subscription where id = ${subscriptionId}`.execute(subscriptions.sql)).rows).toEqual([])
    await subscriptions.given(ClientReinstated, { clientId: client })
    expect((await sql`select from open_subscription where id = ${subscriptionId}`.execute(subscriptions.sql)).rows).toHaveLength(1)
  })
})
