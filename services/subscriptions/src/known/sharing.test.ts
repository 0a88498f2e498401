/** What a client may see as sharing comes and goes: trusts, successions, people who are left out, people who turn out to be one. */
import {
  PersonLeftOut,
  PersonMerged,
  PersonTakenIn,
  SchoolJoinedGroup,
  SchoolLeftGroup,
  SchoolSucceeded,
  SharingExpired,
  SharingWithdrawn,
  StaffMatched,
  StaffMatchUnclear,
  StaffUnlinked,
} from '@nlc/contracts/membership'
import { AppointmentCarriedOver, AppointmentMovedToPerson } from '@nlc/contracts/roles'
import { ReadSnapshot, TakeSnapshot } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asVendor, kinds, newClient, period, plusDays, vendorsUnderTest } from '../../test/vendors-under-test.ts'
import type { Appointment } from '../mailbox/visible-appointment.ts'

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
  subscriptionId = await given.subscribe(client)
})
const told = () => given.messages(subscriptionId, client)

describe('a trust that shares', () => {
  const joins = (groupId: string, firstDay: string) =>
    subscriptions.given(SchoolJoinedGroup, { urn, groupId, kind: 'multi-academy-trust', firstDay })

  test('opens its schools, each told of by itself, and its own team', async () => {
    const groupId = newId()
    await joins(groupId, '2020-09-01')
    const record = appointment([period(urn)])
    const { urn: _, ...team } = period(urn, { groupId })
    await given.confirm(record)
    await given.confirm(appointment([team]))
    const { agreementId } = await given.sharing(client, groupId)
    const messages = await told()
    const started = messages.filter(({ type }) => type === 'nlc.sharing.started.v1').map(({ data }) => data)
    const controller = { kind: 'trust', reference: groupId }
    expect(started).toHaveLength(2)
    expect(started).toEqual(
      expect.arrayContaining([
        { agreementId, controller, urn, dataClass: 'roles' },
        { agreementId, controller, dataClass: 'roles' },
      ]),
    )
    expect(kinds(messages).filter((kind) => kind === 'appointment.reported')).toHaveLength(2)
  })

  test('opens a school from the day on which it joins, and closes it with its last day', async () => {
    const groupId = newId()
    await given.sharing(client, groupId)
    await given.confirm(appointment([period(urn)]))
    const first = plusDays(given.today(), 10)
    await joins(groupId, first)
    expect(kinds(await told())).toEqual(['sharing.started'])
    await subscriptions.clock.set(`${first}T08:00:00Z`)
    expect(kinds(await told())).toEqual(['sharing.started', 'sharing.started', 'appointment.reported'])
    await subscriptions.given(SchoolLeftGroup, { urn, groupId, kind: 'multi-academy-trust', firstDay: first, lastDay: plusDays(first, 5) })
    await subscriptions.clock.set(`${plusDays(first, 5)}T08:00:00Z`)
    expect(await told()).toHaveLength(3)
    await subscriptions.clock.set(`${plusDays(first, 6)}T08:00:00Z`)
    const messages = await told()
    expect(kinds(messages)).toEqual(['sharing.started', 'sharing.started', 'withheld', 'sharing.ended'])
    expect(messages[3]!.data).toMatchObject({ urn, reason: 'left-trust', controller: { kind: 'trust', reference: groupId } })
  })

  test('where the school shares by itself, too, the end of the one closes nothing', async () => {
    const groupId = newId()
    await joins(groupId, '2020-09-01')
    const own = await given.sharing(client, urn)
    await given.sharing(client, groupId)
    await given.confirm(appointment([period(urn)]))
    await subscriptions.given(SharingExpired, { ...own, reason: 'end-date' })
    expect(kinds(await told())).toEqual(['sharing.started', 'sharing.started', 'appointment.confirmed'])
  })
})

describe('a school that another one carries on', () => {
  let successor: string
  let agreement: Awaited<ReturnType<typeof given.sharing>>
  let record: Appointment
  beforeEach(async () => {
    successor = await given.school()
    agreement = await given.sharing(client, urn)
    record = appointment([period(urn)])
    await given.confirm(record)
  })
  const firstDay = () => given.today()
  const carriedOver = (): Appointment => ({
    ...record,
    periods: [period(urn, { lastDay: plusDays(firstDay(), -1) }), period(successor, { firstDay: firstDay() })],
    urn: successor,
  })
  const succeeds = () => subscriptions.given(SchoolSucceeded, { urn, successorUrn: successor, firstDay: firstDay() })
  const carries = () =>
    subscriptions.given(AppointmentCarriedOver, { appointmentId: record.id, appointment: carriedOver(), firstDay: firstDay() })
  const offers = async () => {
    const offer = await given.offer(client, successor, agreement.agreementId)
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'school-succeeded' })
    return offer
  }
  const changed = () => {
    const [before, after] = carriedOver().periods
    return { ...carriedOver(), periods: [before!, { ...after!, minutesPerWeek: 60 }] }
  }

  test('is told once; what happens then is held until the successor signs, and comes in its order', async () => {
    await succeeds()
    await carries()
    const offer = await offers()
    await given.change(changed())
    const late = appointment([period(successor)])
    await given.confirm(late)
    expect(kinds(await told())).toEqual(['sharing.started', 'appointment.confirmed', 'school.succeeded'])
    expect((await told())[2]).toMatchObject({ subject: urn, data: { urn, successorUrn: successor, firstDay: firstDay() } })
    // Meanwhile a snapshot has nothing of it.
    expect(await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })).toMatchObject({ appointments: 0 })

    await given.signed(offer, agreement.agreementId)
    const messages = (await told()).slice(3)
    expect(kinds(messages)).toEqual(['sharing.started', 'appointment.changed', 'appointment.confirmed'])
    expect(messages[1]!.data).toMatchObject({ id: record.id, urn: successor, supersedes: 1 })
    expect(await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })).toMatchObject({ appointments: 2 })
  })

  test('also where roles’ word comes before membership’s', async () => {
    await carries()
    await succeeds()
    const offer = await offers()
    await given.signed(offer, agreement.agreementId)
    await given.change(changed())
    const messages = await told()
    expect(kinds(messages)).toEqual([
      'sharing.started',
      'appointment.confirmed',
      'school.succeeded',
      'sharing.started',
      'appointment.changed',
    ])
    const { id: snapshotId } = await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })
    expect((await subscriptions.ask(ReadSnapshot, { snapshotId }, { as })).items).toMatchObject([{ id: record.id, urn: successor }])
  })

  test('not signed, what was held is dropped, what was told is withheld, and there is a duty to delete', async () => {
    await succeeds()
    await carries()
    const offer = await offers()
    await given.change(changed())
    await subscriptions.given(SharingExpired, { ...offer, reason: 'not-signed' })
    const messages = await told()
    expect(kinds(messages)).toEqual(['sharing.started', 'withheld', 'school.succeeded', 'sharing.ended'])
    expect(messages[3]!.data).toMatchObject({ reason: 'not-signed' })
    expect((await sql`select from held_message where subscription_id = ${subscriptionId}`.execute(subscriptions.sql)).rows).toEqual([])
  })

  test('the offer turned down is the same', async () => {
    await succeeds()
    const offer = await offers()
    await subscriptions.given(SharingWithdrawn, { ...offer, withdrawnAt: subscriptions.clock.now().toISOString() })
    expect(kinds(await told())).toEqual(['sharing.started', 'withheld', 'school.succeeded', 'sharing.ended'])
  })

  test('without an offer it ends with the school', async () => {
    await succeeds()
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'school-succeeded' })
    const messages = await told()
    expect(kinds(messages)).toEqual(['sharing.started', 'withheld', 'school.succeeded', 'sharing.ended'])
    expect(messages[3]!.data).toMatchObject({ reason: 'school-succeeded' })
  })

  test('where the successor shares already, nothing is held, and nothing is to be deleted', async () => {
    await given.sharing(client, successor)
    await succeeds()
    await carries()
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'school-succeeded' })
    await given.change(changed())
    expect(kinds(await told())).toEqual([
      'sharing.started',
      'appointment.confirmed',
      'sharing.started',
      'school.succeeded',
      'appointment.changed',
    ])
  })

  test('what the successor shares with somebody else is theirs from its day on', async () => {
    const neighbour = newClient()
    const theirs = await given.subscribe(neighbour)
    await given.sharing(neighbour, successor)
    await succeeds()
    await carries()
    expect(kinds(await given.messages(theirs, neighbour))).toEqual(['sharing.started', 'appointment.confirmed'])
  })
})

describe('a person who is left out', () => {
  let agreement: Awaited<ReturnType<typeof given.sharing>>
  let record: Appointment
  beforeEach(async () => {
    agreement = await given.sharing(client, urn)
    record = appointment([period(urn)])
    await given.confirm(record)
  })
  const leaveOut = () => subscriptions.given(PersonLeftOut, { ...agreement, personId: record.personId })

  test('is told of no more, and what was told stands unmoved', async () => {
    const before = await told()
    await leaveOut()
    await given.end({ ...record, periods: [period(urn, { lastDay: given.today() })], endReason: 'left-school' })
    await given.confirm(appointment([period(urn)], { personId: record.personId }))
    await given.void({ ...record })
    expect(await told()).toEqual(before)
    expect(await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })).toMatchObject({ appointments: 0, number: before.length })
  })

  test('nor is anything reported of them to a subscription that is made later', async () => {
    await leaveOut()
    expect(await given.messages(await given.subscribe(client), client)).toEqual([])
  })

  const takeIn = () => subscriptions.given(PersonTakenIn, { ...agreement, personId: record.personId })

  test('taken in again, what became of them meanwhile is told, and nothing where nothing did', async () => {
    await leaveOut()
    await takeIn()
    expect(await told()).toHaveLength(2)
    await leaveOut()
    const added = appointment([period(urn)], { personId: record.personId })
    const [ended, voided] = [0, 1].map(() => appointment([period(urn)], { personId: record.personId })) as [Appointment, Appointment]
    await takeIn()
    await given.confirm(ended)
    await given.confirm(voided)
    await leaveOut()
    await given.change({ ...record, periods: [period(urn, { minutesPerWeek: 30 })] })
    await given.end({ ...ended, periods: [period(urn, { lastDay: plusDays(given.today(), -1) })], endReason: 'completed' })
    await given.void(voided)
    await given.confirm(added)
    expect(await told()).toHaveLength(4)
    await takeIn()
    const messages = (await told()).slice(4)
    expect(messages.map(({ type, data }) => [type, data!.id]).sort()).toEqual(
      [
        ['nlc.appointment.changed.v1', record.id],
        ['nlc.appointment.ended.v1', ended.id],
        ['nlc.appointment.reported.v1', added.id],
        ['nlc.appointment.voided.v1', voided.id],
      ].sort(),
    )
  })

  test('by one school is so at the others, too, until that one’s agreement ends', async () => {
    const other = await given.school()
    await given.sharing(client, other)
    await leaveOut()
    const elsewhere = appointment([period(other)], { personId: record.personId })
    await given.confirm(elsewhere)
    expect(kinds(await told())).toEqual(['sharing.started', 'appointment.confirmed', 'sharing.started'])
    await subscriptions.given(SharingExpired, { ...agreement, reason: 'end-date' })
    const messages = (await told()).slice(3)
    expect(kinds(messages)).toEqual(['sharing.ended', 'appointment.reported'])
    expect(messages[1]!.data).toMatchObject({ id: elsewhere.id })
  })

  test('by a school of another client is nothing to this one', async () => {
    const neighbour = newClient()
    const theirs = await given.subscribe(neighbour)
    const other = await given.sharing(neighbour, urn)
    await subscriptions.given(PersonLeftOut, { ...other, personId: record.personId })
    await given.change({ ...record, periods: [period(urn, { minutesPerWeek: 30 })] })
    expect(kinds(await told()).at(-1)).toBe('appointment.changed')
    expect(kinds(await given.messages(theirs, neighbour))).not.toContain('appointment.changed')
  })
})

describe('people who turn out to be one', () => {
  const merge = (personId: string, intoPersonId: string) =>
    subscriptions.given(PersonMerged, { personId, intoPersonId, unitedEmployments: [], unitedTerms: [] })

  test('are told of to whom was told of the one, and their appointments need no message', async () => {
    await given.sharing(client, urn)
    const record = appointment([period(urn)])
    const into = newId()
    await given.confirm(record)
    await subscriptions.given(StaffMatched, {
      matchId: newId(),
      clientId: client,
      urn,
      recipientRef: 'staff-1',
      personId: record.personId,
      matchedBy: 'trn',
    })
    await merge(record.personId, into)
    const moved = { ...record, personId: into }
    await subscriptions.given(AppointmentMovedToPerson, { appointmentId: record.id, appointment: moved, fromPersonId: record.personId })
    await given.change({ ...moved, periods: [period(urn, { minutesPerWeek: 30 })] })
    const messages = (await told()).slice(2)
    expect(kinds(messages)).toEqual(['person.merged', 'appointment.changed'])
    expect(messages[0]).toMatchObject({
      subject: record.personId,
      data: { personId: record.personId, recipientRef: 'staff-1', intoPersonId: into },
    })
    expect(messages[1]!.data).toMatchObject({ personId: into, recipientRef: 'staff-1', supersedes: 1 })
  })

  test('whoever was told of neither hears nothing', async () => {
    await merge(newId(), newId())
    expect(await told()).toEqual([])
  })

  test('into one who is left out: nothing is told, and no more of either', async () => {
    const agreement = await given.sharing(client, urn)
    const record = appointment([period(urn)])
    const into = newId()
    await given.confirm(record)
    await subscriptions.given(PersonLeftOut, { ...agreement, personId: into })
    const before = await told()
    await merge(record.personId, into)
    await subscriptions.given(AppointmentMovedToPerson, {
      appointmentId: record.id,
      appointment: { ...record, personId: into },
      fromPersonId: record.personId,
    })
    await given.change({ ...record, personId: into, periods: [period(urn, { minutesPerWeek: 30 })] })
    expect(await told()).toEqual(before)
  })
})

describe('a vendor’s own reference', () => {
  const match = (personId: string, other: object = {}) => ({
    matchId: newId(),
    clientId: client,
    urn,
    recipientRef: 'staff-1',
    personId,
    matchedBy: 'trn' as const,
    ...other,
  })

  test('comes with each message about the person, of that client alone', async () => {
    const neighbour = newClient()
    const theirs = await given.subscribe(neighbour)
    await given.sharing(client, urn)
    await given.sharing(neighbour, urn)
    const record = appointment([period(urn)])
    await subscriptions.given(StaffMatched, match(record.personId))
    await given.confirm(record)
    expect((await told()).at(-1)!.data).toMatchObject({ recipientRef: 'staff-1' })
    expect((await given.messages(theirs, neighbour)).at(-1)!.data).not.toHaveProperty('recipientRef')
    const { id: snapshotId } = await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })
    expect((await subscriptions.ask(ReadSnapshot, { snapshotId }, { as })).items).toMatchObject([{ recipientRef: 'staff-1' }])
  })

  test('is not there once it is unlinked or in doubt', async () => {
    await given.sharing(client, urn)
    for (const [event, more] of [
      [StaffUnlinked, {}],
      [StaffMatchUnclear, { candidates: 2 }],
    ] as const) {
      const record = appointment([period(urn)])
      const { recipientRef: _, personId: __, matchedBy: ___, ...matched } = match(record.personId)
      await subscriptions.given(StaffMatched, { ...match(record.personId), ...matched })
      await subscriptions.given(event as typeof StaffUnlinked, { ...matched, ...more })
      await given.confirm(record)
      expect((await told()).at(-1)!.data).not.toHaveProperty('recipientRef')
    }
  })

  test('of several schools it is the one of the school that is told of', async () => {
    const other = await given.school()
    await given.sharing(client, urn)
    await given.sharing(client, other)
    const personId = newId()
    await subscriptions.given(StaffMatched, match(personId, { recipientRef: 'here' }))
    await subscriptions.given(StaffMatched, match(personId, { recipientRef: 'there', urn: other }))
    await given.confirm(appointment([period(other)], { personId }))
    await given.confirm(appointment([period(urn)], { personId }))
    expect((await told()).slice(-2).map(({ data }) => data!.recipientRef)).toEqual(['there', 'here'])
  })
})
