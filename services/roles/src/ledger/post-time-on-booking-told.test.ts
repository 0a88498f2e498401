/** What scheduling books, moves and cancels is posted by what it says, once. */
import type { DataOf } from '@nlc/contracts/define'
import { GetTimeBalance, ListTimePostings, OverdraftRecorded, OverdraftSettled } from '@nlc/contracts/roles'
import { AttendanceRecorded, BookingAccepted, BookingCancelled, BookingMoved } from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { type Appointment, confirmed, givenScene, givenTeacher, type Scene } from '../../test/appointments-under-test.ts'
import { personMerged, theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let scene: Scene
let personId: string
let appointment: Appointment
beforeAll(async () => {
  await roles.clock.set('2026-10-12T10:00:00Z')
  scene = await givenScene(roles)
})
/** 120 minutes a week: 816 until the week of 12 October. */
beforeEach(async () => {
  const teacher = await givenTeacher(roles, scene.urn)
  personId = teacher.personId
  appointment = await confirmed(roles, { ...scene, ...teacher }, { explanation: 'Agreed last term.' })
})

type Record = DataOf<typeof BookingAccepted>['booking']
const bookingOf = (bookingId: string, more: Partial<Record> = {}): Record => ({
  ...{ id: bookingId, version: 1, activityId: newId(), networkId: scene.networkId, kind: 'visit', personId, state: 'accepted' },
  ...{ startsAt: '2026-10-13T08:00:00.000Z', endsAt: '2026-10-13T13:00:00.000Z', takenFrom: 'teaching', minutes: 300, coverNeeded: true },
  ...{ escorted: true, bookedAt: '2026-10-12T10:00:00.000Z' },
  ...more,
})
const spend = (reference: string, minutes = 300, day = '2026-10-13') => ({
  ...{ reference, appointmentId: appointment.id, day, minutes, takenFrom: 'teaching' as const },
})
const accepted = async (bookingId: string, minutes = 300) =>
  roles.given(BookingAccepted, { bookingId, booking: bookingOf(bookingId), spend: spend(`${bookingId}/1`, minutes) })
const back = (of: string) => ({ of, reference: `${of}/back` })
const balance = async (asAt = '2026-10-13') =>
  (await roles.ask(GetTimeBalance, { appointmentId: appointment.id, asAt }, { as: await theNationalBody() })).balance
const postings = async () =>
  (await roles.ask(ListTimePostings, { appointmentId: appointment.id }, { as: await theNationalBody() })).items.map(
    ({ kind, minutes, day }) => [kind, minutes, day],
  )

test('a place that is accepted is spent, with the booking’s reference; cancelled, it comes back', async () => {
  const bookingId = newId()
  await accepted(bookingId)
  expect(await balance()).toBe(516)
  await roles.given(BookingCancelled, { bookingId, booking: bookingOf(bookingId, { state: 'cancelled' }), refund: back(`${bookingId}/1`) })
  expect(await balance()).toBe(816)
  expect(await postings()).toEqual([
    ['spend', 300, '2026-10-13'],
    ['refund', 300, '2026-10-13'],
  ])
})

test('a booking without a role spends nothing', async () => {
  const bookingId = newId()
  await roles.given(BookingAccepted, { bookingId, booking: bookingOf(bookingId, { minutes: 0 }) })
  await roles.given(BookingCancelled, { bookingId, booking: bookingOf(bookingId, { state: 'cancelled' }) })
  expect(await postings()).toEqual([])
})

test('moved, the one posting is exchanged for the other: the time is needed once, not twice', async () => {
  const bookingId = newId()
  await accepted(bookingId, 600)
  const moved = { refund: back(`${bookingId}/1`), spend: spend(`${bookingId}/2`, 600, '2026-10-15') }
  await roles.given(BookingMoved, { bookingId, booking: bookingOf(bookingId), ...moved })
  expect(await postings()).toEqual([
    ['spend', 600, '2026-10-13'],
    ['refund', 600, '2026-10-13'],
    ['spend', 600, '2026-10-15'],
  ])
  expect(await roles.emitted(OverdraftRecorded)).toEqual([])
})

test('who was absent has the minutes back', async () => {
  const bookingId = newId()
  await accepted(bookingId)
  await roles.given(AttendanceRecorded, { bookingId, booking: bookingOf(bookingId, { state: 'absent' }), refund: back(`${bookingId}/1`) })
  expect(await balance()).toBe(816)
})

test('where there is no such time after all, an overdraft says so, with the reference; cancelled, it is settled', async () => {
  const [first, second] = [newId(), newId()]
  await accepted(first, 600)
  await accepted(second, 400)
  const [overdraft] = (await roles.emitted(OverdraftRecorded)).filter(({ data }) => data.appointmentId === appointment.id)
  expect(overdraft!.data).toMatchObject({ source: 'scheduling', reference: `${second}/1`, minutes: 184 })
  await roles.given(BookingCancelled, {
    bookingId: second,
    booking: bookingOf(second, { state: 'cancelled' }),
    refund: back(`${second}/1`),
  })
  expect(await roles.emitted(OverdraftSettled, overdraft!.data.overdraftId)).toMatchObject([{ data: { reference: `${second}/1` } }])
})

test('after two records of the holder were merged, what was spent through the one still comes back', async () => {
  const bookingId = newId()
  await accepted(bookingId)
  const kept = await givenTeacher(roles, scene.urn)
  await personMerged(roles, personId, kept.personId)
  await roles.given(BookingCancelled, { bookingId, booking: bookingOf(bookingId, { state: 'cancelled' }), refund: back(`${bookingId}/1`) })
  expect((await postings()).at(-1)).toEqual(['refund', 300, '2026-10-13'])
})
