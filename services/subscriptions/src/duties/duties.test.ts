/** What clients have to delete, and who has not said that they did. */
import { ErasureAsked, PersonErased, PersonMerged, SharingExpired, StaffMatched } from '@nlc/contracts/membership'
import { AcknowledgeDuty, DutyAcknowledged, EndSubscription, ListDuties } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import {
  appointment,
  asNationalBody,
  asPerson,
  asVendor,
  kinds,
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
let agreement: Awaited<ReturnType<typeof given.sharing>>
beforeEach(async () => {
  client = newClient()
  as = await asVendor(client)
  urn = await given.school()
  agreement = await given.sharing(client, urn)
  subscriptionId = await given.subscribe(client)
})
const duties = (input: object = {}, who = as) => subscriptions.ask(ListDuties, input, { as: who })

describe('a person who is erased', () => {
  test('is to be erased by whoever was told of them, and what told of them is withheld', async () => {
    const record = appointment([period(urn)])
    const matchId = newId()
    await subscriptions.given(StaffMatched, {
      matchId,
      clientId: client,
      urn,
      recipientRef: 'staff-9',
      personId: record.personId,
      matchedBy: 'trn',
    })
    await given.confirm(record)
    await given.confirm(appointment([period(urn)]))
    const uninvolved = newClient()
    await given.sharing(uninvolved, await given.school())
    const theirs = await given.subscribe(uninvolved)

    await subscriptions.given(ErasureAsked, { personId: record.personId })
    expect(await given.messages(subscriptionId, client)).toHaveLength(2)
    await subscriptions.given(PersonErased, { personId: record.personId })
    const messages = await given.messages(subscriptionId, client)
    expect(kinds(messages)).toEqual(['withheld', 'appointment.confirmed', 'erasure.requested'])
    const [duty] = (await duties()).items
    expect(messages[2]).toMatchObject({
      subject: record.personId,
      data: { personId: record.personId, recipientRef: 'staff-9', dutyId: duty!.id },
    })
    expect(duty).toMatchObject({ clientId: client, kind: 'erase-person', personId: record.personId })
    expect(await given.messages(theirs, uninvolved)).toEqual([])
    expect((await sql`select from known_staff_match where match_id = ${matchId}`.execute(subscriptions.sql)).rows).toEqual([])

    const { rows: naming } = await sql`
      select from mailbox_message where subscription_id = ${subscriptionId} and (coalesce(data::text, '') || why::text) like '%staff-9%'`.execute(
      subscriptions.sql,
    )
    expect(naming).toHaveLength(1)

    // Whatever is still said of the id, nobody is told.
    await given.end({ ...record, periods: [period(urn, { lastDay: given.today() })], endReason: 'left-school' })
    expect(await given.messages(subscriptionId, client)).toEqual(messages)
  })

  test('also under the record that was merged into theirs', async () => {
    const record = appointment([period(urn)])
    await given.confirm(record)
    const into = newId()
    await subscriptions.given(PersonMerged, { personId: record.personId, intoPersonId: into, unitedEmployments: [], unitedTerms: [] })
    await subscriptions.given(PersonErased, { personId: into })
    expect(kinds(await given.messages(subscriptionId, client))).toEqual(['withheld', 'withheld', 'erasure.requested'])
  })

  test('nobody can ask not to be told: a filter does not narrow it', async () => {
    const narrow = await given.subscribe(client, { types: ['appointment.confirmed'] })
    const record = appointment([period(urn)])
    await given.confirm(record)
    await subscriptions.given(PersonErased, { personId: record.personId })
    expect(kinds(await given.messages(narrow, client))).toEqual(['withheld', 'erasure.requested'])
    expect((await duties()).items).toHaveLength(1)
  })

  test('is a duty of whoever was told and has no subscription any more', async () => {
    const record = appointment([period(urn)])
    await given.confirm(record)
    await subscriptions.ask(EndSubscription, { subscriptionId }, { as })
    await subscriptions.given(PersonErased, { personId: record.personId })
    expect((await duties()).items).toMatchObject([{ kind: 'erase-person' }])
    const { rows } = await sql`select from mailbox_message where subscription_id = ${subscriptionId} and data is not null`.execute(
      subscriptions.sql,
    )
    expect(rows).toEqual([])
  })
})

describe('a duty', () => {
  const ended = async () => {
    await given.confirm(appointment([period(urn)]))
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'end-date' })
    return (await duties()).items[0]!
  }

  test('is acknowledged once, and said', async () => {
    const duty = await ended()
    expect(duty).toMatchObject({ kind: 'delete-shared', place: urn, agreementId: agreement.agreementId })
    const acknowledged = await subscriptions.ask(AcknowledgeDuty, { dutyId: duty.id }, { as })
    expect(acknowledged.acknowledgedAt).toBeDefined()
    expect(await subscriptions.ask(AcknowledgeDuty, { dutyId: duty.id }, { as })).toEqual(acknowledged)
    expect(await subscriptions.emitted(DutyAcknowledged, duty.id)).toMatchObject([{ data: { clientId: client, kind: 'delete-shared' } }])
  })

  test('is nobody else’s', async () => {
    const duty = await ended()
    for (const who of [await asVendor(newClient()), await asPerson(client), await asNationalBody()])
      expect(await subscriptions.refusal(AcknowledgeDuty, { dutyId: duty.id }, { as: who })).toMatchObject({
        status: 404,
        type: '/problems/no-such-duty',
      })
    expect((await duties({}, await asVendor(newClient()))).items).toEqual([])
    expect((await duties({}, await asPerson(client))).items).toEqual([])
  })

  test('that is not acknowledged the national body lists: who is silent', async () => {
    const silent = await ended()
    const national = await asNationalBody()
    const list = async (input: object) => (await duties({ clientId: client, ...input }, national)).items.map(({ id }) => id)
    expect(await list({ acknowledged: false })).toEqual([silent.id])
    expect(await list({ acknowledged: false, kind: 'erase-person' })).toEqual([])
    expect(await list({ toldBefore: '2020-01-01T00:00:00Z' })).toEqual([])
    await subscriptions.ask(AcknowledgeDuty, { dutyId: silent.id }, { as })
    expect(await list({ acknowledged: false })).toEqual([])
    expect(await list({ acknowledged: true })).toEqual([silent.id])
  })

  test('comes page by page', async () => {
    await ended()
    const again = await given.sharing(client, await given.school())
    await subscriptions.given(SharingExpired, { ...again, reason: 'end-date' })
    const first = await duties({ limit: 1 })
    const second = await duties({ limit: 1, after: first.next })
    expect([...first.items, ...second.items]).toEqual((await duties()).items)
    expect(second.next).toBeUndefined()
  })
})
