/** Visits that need cover at the visitor's own school: told under a class of data of their own, and withheld when that ends. */
import type { DataOf } from '@nlc/contracts/define'
import {
  PersonErased,
  PersonLeftOut,
  PersonMerged,
  PersonTakenIn,
  SchoolSucceeded,
  SharingWithdrawing,
  SharingWithdrawn,
} from '@nlc/contracts/membership'
import { BookingAccepted, BookingCancelled, BookingMoved } from '@nlc/contracts/scheduling'
import { DoorsClosed, ExplainMessage } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import { token } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, kinds, newClient, period, vendorsUnderTest } from '../../test/vendors-under-test.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)

type Booking = DataOf<typeof BookingAccepted>['booking']
let client: string
let urn: string
let mailbox: string
let agreement: Awaited<ReturnType<typeof given.sharing>>
beforeEach(async () => {
  client = newClient()
  urn = await given.school()
  agreement = await given.sharing(client, urn, { dataClasses: ['cover'] })
  mailbox = await given.subscribe(client)
})

const onDay = (day: string) => ({ startsAt: `${day}T09:00:00.000Z`, endsAt: `${day}T14:00:00.000Z` })
const dayAhead = () => new Date(subscriptions.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
const lessons = [{ label: 'Period 1', startsAt: '09:00', endsAt: '10:30' }]
const visit = (more: Partial<Booking> = {}): Booking => ({
  ...{ id: newId(), version: 1, activityId: newId(), networkId: newId(), kind: 'visit', urn: '900999', personId: newId() },
  ...{
    homeUrn: urn,
    state: 'accepted',
    takenFrom: 'teaching',
    minutes: 300,
    coverNeeded: true,
    escorted: false,
    travelMinutes: 25,
    lessonsMissed: lessons,
  },
  ...{ ...onDay(dayAhead()), bookedAt: subscriptions.clock.now().toISOString() },
  ...more,
})
const say = async (event: typeof BookingAccepted | typeof BookingMoved | typeof BookingCancelled, booking: Booking) =>
  subscriptions.given(event, { bookingId: booking.id, booking })
const book = async (booking = visit()) => {
  await say(BookingAccepted, booking)
  return booking
}
const messages = async () =>
  (await given.messages(mailbox, client)).filter(({ type }) => type.startsWith('nlc.visit') || type === 'nlc.withheld.v1')

test('booked, moved and cancelled: when they are away, with the way, and the whole of it with each', async () => {
  const booking = await book()
  const later = new Date(Date.parse(booking.startsAt) + 86_400_000).toISOString().slice(0, 10)
  await say(BookingMoved, { ...booking, ...onDay(later), version: 2 })
  await say(BookingCancelled, {
    ...booking,
    ...onDay(later),
    version: 3,
    state: 'cancelled',
    cancelledBy: 'host',
    cancelReason: 'activity-cancelled',
  })
  const told = await messages()
  expect(kinds(told)).toEqual(['visit.booked', 'visit.moved', 'visit.cancelled'])
  const day = booking.startsAt.slice(0, 10)
  expect(told[0]).toMatchObject({ subject: booking.personId })
  expect(told[0]!.data).toEqual({
    ...{ id: booking.id, version: 1, personId: booking.personId, urn, networkId: booking.networkId, kind: 'visit', state: 'booked' },
    ...{ startsAt: booking.startsAt, endsAt: booking.endsAt, awayFrom: `${day}T08:35:00.000Z`, awayUntil: `${day}T14:25:00.000Z`, lessons },
  })
  expect(told.map(({ data }) => [data!.version, data!.supersedes, data!.state])).toEqual([
    [1, undefined, 'booked'],
    [2, 1, 'booked'],
    [3, 2, 'cancelled'],
  ])
})

test('what needs no cover is not told, nor is what it costs, nor where they go; what does not need it any more is cancelled', async () => {
  await book(visit({ coverNeeded: false }))
  await say(BookingAccepted, visit({ state: 'waiting' }))
  const booking = await book()
  await say(BookingMoved, { ...booking, version: 2, coverNeeded: false, takenFrom: 'inset' })
  const told = await messages()
  expect(kinds(told)).toEqual(['visit.booked', 'visit.cancelled'])
  expect(JSON.stringify(told)).not.toMatch(/900999|minutes|escorted|takenFrom/)
})

test('cover is shared apart from roles: each client is told what is shared with it', async () => {
  const roles = newClient()
  await given.sharing(roles, urn, { dataClasses: ['roles'] })
  const rolesMailbox = await given.subscribe(roles)
  const booking = await book()
  await given.confirm(appointment([period(urn)]))
  expect(kinds((await given.messages(rolesMailbox, roles)).filter(({ type }) => !type.includes('sharing')))).toEqual([
    'appointment.confirmed',
  ])
  expect(kinds(await messages())).toEqual(['visit.booked'])
  expect((await messages())[0]!.data!.id).toBe(booking.id)
})

test('what lies ahead is told when sharing starts, and when somebody subscribes; filters hold', async () => {
  const elsewhere = await given.school()
  const booking = await book(visit({ homeUrn: elsewhere }))
  const past = await book(visit({ homeUrn: elsewhere, ...onDay('2020-01-07') }))
  expect(await messages()).toEqual([])
  await given.sharing(client, elsewhere, { dataClasses: ['roles', 'cover'] })
  const all = await given.messages(mailbox, client)
  expect(all.filter(({ type }) => type.includes('sharing.started')).map(({ data }) => [data!.urn, data!.dataClass])).toEqual([
    [elsewhere, 'roles'],
    [elsewhere, 'cover'],
  ])
  expect((await messages()).map(({ data }) => data!.id)).toEqual([booking.id])
  const late = await given.subscribe(client, { urns: [elsewhere] })
  expect((await given.messages(late, client)).map(({ data }) => data!.id)).toEqual([booking.id])
  const other = await given.subscribe(client, { urns: [urn], types: ['visit.cancelled'] })
  await book()
  expect(await given.messages(other, client)).toEqual([])
  expect(JSON.stringify(await given.messages(late, client))).not.toContain(past.id)
})

test('withdrawn: what was told of cover is withheld, and the client told what to delete; roles of the same school stay', async () => {
  await given.sharing(client, urn, { dataClasses: ['roles'] })
  const held = appointment([period(urn)])
  await given.confirm(held)
  const booking = await book()
  await subscriptions.given(SharingWithdrawing, agreement)
  await expect.poll(() => subscriptions.emitted(DoorsClosed, agreement.agreementId), { timeout: 15_000 }).toHaveLength(1)
  await subscriptions.given(SharingWithdrawn, { ...agreement, withdrawnAt: subscriptions.clock.now().toISOString() })
  const all = await given.messages(mailbox, client)
  expect(JSON.stringify(all)).not.toContain(booking.personId)
  expect(kinds(all.filter(({ data }) => data?.personId === held.personId))).toEqual(['appointment.confirmed'])
  const ended = all.filter(({ type }) => type.includes('sharing.ended'))
  expect(ended.map(({ data }) => [data!.urn, data!.dataClass])).toEqual([[urn, 'cover']])
  await say(BookingCancelled, { ...booking, version: 2, state: 'cancelled' })
  expect(kinds(await messages())).toEqual(['withheld'])
})

test('who is left out is told of no more, and caught up with when taken in; who is erased is withheld', async () => {
  const booking = await book()
  const person = { ...agreement, personId: booking.personId! }
  await subscriptions.given(PersonLeftOut, person)
  await say(BookingCancelled, { ...booking, version: 2, state: 'cancelled' })
  await book(visit({ personId: booking.personId! }))
  expect(kinds(await messages())).toEqual(['visit.booked'])
  await subscriptions.given(PersonTakenIn, person)
  expect(
    kinds(await messages())
      .slice(1)
      .toSorted(),
  ).toEqual(['visit.booked', 'visit.cancelled'])
  await subscriptions.given(PersonErased, { personId: booking.personId! })
  expect(new Set(kinds(await messages()))).toEqual(new Set(['withheld']))
})

test('a school that is succeeded: nothing is repeated, and what comes is at the successor once it has signed', async () => {
  const booking = await book()
  const successorUrn = await given.school()
  await subscriptions.given(SchoolSucceeded, { urn, successorUrn, firstDay: given.today() })
  await say(BookingMoved, { ...booking, ...onDay('2099-01-06'), version: 2 })
  expect(kinds(await messages())).toEqual(['visit.booked'])
  await given.sharing(client, successorUrn, { dataClasses: ['cover'], inPlaceOf: agreement.agreementId })
  expect(kinds(await messages())).toEqual(['visit.booked', 'visit.moved'])
})

test('merged records go on under the one; a message is explained by its booking', async () => {
  const booking = await book()
  const into = newId()
  await subscriptions.given(PersonMerged, { personId: booking.personId!, intoPersonId: into, unitedEmployments: [], unitedTerms: [] })
  await say(BookingMoved, { ...booking, personId: into, version: 2 })
  const [first, moved] = await messages()
  expect(moved!.data).toMatchObject({ personId: into, supersedes: 1 })
  const as = await token({ kind: 'national-body', client: 'national-body', scopes: ['national-body', 'subscriptions:read'] })
  expect(await subscriptions.ask(ExplainMessage, { messageId: first!.id }, { as })).toMatchObject({
    type: 'visit.booked',
    visit: { bookingId: booking.id, version: 1 },
    sharedBy: [{ place: `${urn}/cover`, agreementId: agreement.agreementId }],
  })
})
