/** What a network does together: who proposes, confirms and publishes it, where and when it can be, and what befalls it. */
import { NetworkDissolved } from '@nlc/contracts/membership'
import {
  ActivityCancelled,
  ActivityHeld,
  ActivityProposed,
  ActivityPublished,
  AddCalendarEntry,
  BookingCancelled,
  BookingMoved,
  CancelActivity,
  CloseActivity,
  ConfirmActivity,
  GetActivity,
  GetBooking,
  GetPlaces,
  ListActivities,
  OfferHosting,
  ProposeActivity,
  PublishActivity,
  RescheduleActivity,
} from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { booked, givenAppointment, givenPublished, meetingAt } from '../../test/activities-under-test.ts'
import {
  acting,
  givenNetwork,
  givenPerson,
  givenSchools,
  givenSharing,
  type NetworkGiven,
  schoolLeaves,
  schoolSucceeded,
  theClient,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let host: string
let head: string
let coLeader: string
let teacher: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  host = network.schools[2]!
  head = network.heads.get(host)!
  coLeader = network.coLeaders[0]!.personId
  teacher = await givenPerson(scheduling, { urns: [network.schools[3]!] })
})

const propose = async (more: object = {}, as = acting(coLeader)) =>
  scheduling.ask(ProposeActivity, meetingAt(network, more), { as: await as })
const refused = async (more: object = {}, as = acting(coLeader)) =>
  scheduling.refusal(ProposeActivity, meetingAt(network, more), { as: await as })
const read = async (activityId: string) => scheduling.ask(GetActivity, { activityId }, { as: await theNationalBody() })
const visit = { kind: 'visit' as const, purpose: 'shadowing' as const }

test('a co-leader proposes, the host confirms, a co-leader publishes: each is told, once, with the whole of it', async () => {
  const { id: activityId, ...proposed } = await propose({ title: 'Autumn meeting' })
  expect(proposed).toMatchObject({ state: 'proposed', version: 1, minutes: 300, needsPupils: false, proposedBy: coLeader })
  const as = await acting(coLeader)
  const early = await scheduling.refusal(PublishActivity, { activityId }, { as })
  expect(early).toMatchObject({ type: '/problems/activity-not-in-state', state: 'proposed', needed: ['host-confirmed'] })
  const notHost = await scheduling.refusal(ConfirmActivity, { activityId }, { as })
  expect(notHost.type).toBe('/problems/no-such-activity')
  expect(await scheduling.ask(ConfirmActivity, { activityId }, { as: await acting(head) })).toMatchObject({
    state: 'host-confirmed',
    version: 2,
  })
  const publish = () => scheduling.ask(PublishActivity, { activityId }, { as })
  expect(await publish()).toMatchObject({ state: 'published', version: 3 })
  expect(await publish()).toMatchObject({ version: 3 })
  expect(await scheduling.emitted(ActivityProposed, activityId)).toMatchObject([
    { version: 1, data: { activity: { title: 'Autumn meeting' } } },
  ])
  expect(await scheduling.emitted(ActivityPublished, activityId)).toMatchObject([
    { version: 3, data: { activity: { place: { urn: host } } } },
  ])
})

test('what a signatory of the host proposes is confirmed with it; neutral ground needs no confirmation', async () => {
  expect(await propose({}, acting(head))).toMatchObject({ state: 'host-confirmed', version: 2 })
  const { id: activityId } = await propose({ place: { kind: 'neutral', name: 'Town hall' } })
  expect(await scheduling.ask(PublishActivity, { activityId }, { as: await acting(coLeader) })).toMatchObject({ state: 'published' })
})

test('a visit is proposed by whoever holds a role in the network; anything else is not', async () => {
  expect((await refused(visit, acting(teacher))).type).toBe('/problems/may-not-propose')
  await givenAppointment(scheduling, { personId: teacher, networkId: network.networkId, urn: network.schools[3]! })
  expect(await propose(visit, acting(teacher))).toMatchObject({ state: 'proposed', needsPupils: true, proposedBy: teacher })
  expect((await refused({}, acting(teacher))).type).toBe('/problems/may-not-propose')
  const stranger = await givenPerson(scheduling, { urns: await givenSchools(scheduling, 1) })
  expect((await refused(visit, acting(stranger))).type).toBe('/problems/no-such-network')
  await givenSharing(scheduling, 'portal', { urn: host }, ['activities'])
  expect((await refused({}, theClient('portal'))).type).toBe('/problems/needs-person')
})

test.each([
  ['ends before it starts', { endsAt: '2026-11-17T08:00:00Z' }, 'activity-time-wrong'],
  ['lies in the past', { startsAt: '2026-10-13T09:00:00Z', endsAt: '2026-10-13T12:00:00Z' }, 'activity-time-wrong'],
  ['runs over midnight', { endsAt: '2026-11-18T10:00:00Z' }, 'activity-time-wrong'],
  ['is a visit without a purpose', { kind: 'visit' }, 'purpose-of-visit'],
  ['is a meeting with one', { purpose: 'shadowing' }, 'purpose-of-visit'],
  ['is a visit online', { ...visit, place: { kind: 'online' } }, 'place-unfit'],
  ['is on neutral ground without a name', { place: { kind: 'neutral' } }, 'place-incomplete'],
  ['is at half a point', { place: { kind: 'neutral', name: 'Hall', latitude: 54 } }, 'place-incomplete'],
  ['is at a school that nobody knows', { place: { kind: 'school', urn: '999999' } }, 'no-such-school'],
])('refused where it %s', async (_, more, problem) => {
  expect((await refused(more)).type).toBe(`/problems/${problem}`)
})

test('what needs pupils is refused on INSET days, holidays, exams and closures, with what the day is; a meeting may use an INSET day', async () => {
  const enter = async (kind: 'inset' | 'closure' | 'exam-week', firstDay: string) =>
    scheduling.ask(AddCalendarEntry, { urn: host, kind, firstDay }, { as: await acting(head) })
  await enter('inset', '2026-11-17')
  await enter('exam-week', '2026-11-18')
  await enter('closure', '2026-11-19')
  expect(await refused(visit)).toMatchObject({ type: '/problems/no-pupils-on-day', urn: host, schoolDay: { kind: 'inset' } })
  expect((await propose()).state).toBe('proposed')
  const on = (day: string) => ({ startsAt: `${day}T09:00:00Z`, endsAt: `${day}T12:00:00Z` })
  expect(await refused({ ...visit, ...on('2026-11-18') })).toMatchObject({ schoolDay: { examWeek: true } })
  expect(await refused({ ...visit, ...on('2026-12-28') })).toMatchObject({ schoolDay: { kind: 'holiday' } })
  expect(await refused(on('2026-11-19'))).toMatchObject({ type: '/problems/school-closed-on-day', day: '2026-11-19' })
})

test('a school hosts no more at once than it offered to', async () => {
  const offer = { activities: ['meeting' as const], firstDay: '2026-11-16', lastDay: '2026-12-11', capacity: 40 }
  await scheduling.ask(OfferHosting, { networkId: network.networkId, urn: host, ...offer }, { as: await acting(head) })
  const { id } = await propose({}, acting(head))
  expect(await refused()).toMatchObject({ type: '/problems/host-busy', activityIds: [id], capacity: 40 })
  expect((await propose({ capacity: 10 })).state).toBe('proposed')
})

test('what is over was held, without anybody saying so; closing it records who took part', async () => {
  const activityId = await givenPublished(scheduling, network)
  const { id: bookingId } = await booked(scheduling, activityId, teacher)
  const close = { as: await acting(head) }
  expect((await scheduling.refusal(CloseActivity, { activityId }, close)).type).toBe('/problems/activity-not-over')
  await scheduling.clock.set('2026-11-17T15:00:01Z')
  await scheduling.idle()
  expect(await read(activityId)).toMatchObject({ state: 'held' })
  expect(await scheduling.emitted(ActivityHeld, activityId)).toHaveLength(1)
  expect(await scheduling.ask(CloseActivity, { activityId }, { as: await acting(head) })).toMatchObject({ state: 'closed' })
  expect(await scheduling.ask(GetBooking, { bookingId }, { as: await theNationalBody() })).toMatchObject({ state: 'attended' })
})

test('cancelled by the host, its bookings are cancelled; it cannot be published again', async () => {
  const activityId = await givenPublished(scheduling, network)
  const { id: bookingId } = await booked(scheduling, activityId, teacher)
  const as = await acting(head)
  expect(await scheduling.ask(CancelActivity, { activityId, reason: 'illness' }, { as })).toMatchObject({
    ...{ state: 'cancelled', cancelledBy: 'host', cancelReason: 'illness' },
  })
  expect(await scheduling.emitted(BookingCancelled, bookingId)).toMatchObject([
    { data: { booking: { cancelReason: 'activity-cancelled' } } },
  ])
  expect((await scheduling.refusal(PublishActivity, { activityId }, { as })).type).toBe('/problems/activity-not-in-state')
  expect(await scheduling.ask(GetPlaces, { activityId }, { as })).toMatchObject({ taken: 0, waiting: 0 })
})

test('rescheduled, who can still come keeps the place, who cannot loses it; elsewhere it is to be confirmed again', async () => {
  const activityId = await givenPublished(scheduling, network)
  const busy = await givenPerson(scheduling, { urns: [network.schools[1]!] })
  const stays = await booked(scheduling, activityId, teacher)
  const loses = await booked(scheduling, activityId, busy)
  const wednesday = { startsAt: '2026-11-18T09:00:00Z', endsAt: '2026-11-18T15:00:00Z' }
  const other = await givenPublished(scheduling, network, { ...wednesday, place: { kind: 'online' } })
  await booked(scheduling, other, busy)
  const moved = await scheduling.ask(RescheduleActivity, { activityId, ...wednesday }, { as: await acting(coLeader) })
  expect(moved).toMatchObject({ state: 'published', timesRescheduled: 1, startsAt: '2026-11-18T09:00:00.000Z' })
  expect(await scheduling.emitted(BookingMoved, stays.id)).toMatchObject([{ data: { booking: { startsAt: '2026-11-18T09:00:00.000Z' } } }])
  expect(await scheduling.emitted(BookingCancelled, loses.id)).toMatchObject([{ data: { booking: { cancelReason: 'rescheduled' } } }])
  const place = { kind: 'school' as const, urn: network.schools[1]! }
  expect(await scheduling.ask(RescheduleActivity, { activityId, place }, { as: await acting(coLeader) })).toMatchObject({
    state: 'proposed',
  })
  const few = await scheduling.refusal(RescheduleActivity, { activityId: other, capacity: 0 }, { as: await theNationalBody() })
  expect(few.status).toBe(400)
})

test('closed for snow at seven in the morning: what it hosts that day is cancelled at once', async () => {
  const activityId = await givenPublished(scheduling, network)
  await scheduling.clock.set('2026-11-17T07:00:00Z')
  await scheduling.ask(AddCalendarEntry, { urn: host, kind: 'closure', firstDay: '2026-11-17' }, { as: await acting(head) })
  expect(await read(activityId)).toMatchObject({ state: 'cancelled', cancelledBy: 'host', cancelReason: 'school-closed-on-day' })
})

test('an INSET day takes away what needs pupils, and leaves the meeting', async () => {
  const [meeting, lesson] = [await givenPublished(scheduling, network), await givenPublished(scheduling, network, visit)]
  await scheduling.ask(AddCalendarEntry, { urn: host, kind: 'inset', firstDay: '2026-11-17' }, { as: await acting(head) })
  expect(await read(lesson)).toMatchObject({ state: 'cancelled', cancelReason: 'no-lessons-on-day' })
  expect(await read(meeting)).toMatchObject({ state: 'published' })
})

test('a school that leaves the network hosts nothing after its last day; a dissolved network does nothing more', async () => {
  const later = await givenPublished(scheduling, network, { startsAt: '2026-12-08T09:00:00Z', endsAt: '2026-12-08T12:00:00Z' })
  const before = await givenPublished(scheduling, network)
  await schoolLeaves(scheduling, network, host, '2026-12-01')
  expect(await read(later)).toMatchObject({ state: 'cancelled', cancelReason: 'school-left-network', cancelledBy: 'platform' })
  expect(await read(before)).toMatchObject({ state: 'published' })
  await scheduling.given(NetworkDissolved, { networkId: network.networkId, lastDay: '2026-11-10', reason: 'completed' })
  expect(await read(before)).toMatchObject({ state: 'cancelled', cancelReason: 'network-dissolved' })
  expect(await scheduling.emitted(ActivityCancelled, before)).toHaveLength(1)
})

test('what lies ahead of a school’s succession takes place at its successor', async () => {
  const [academy] = (await givenSchools(scheduling, 1)) as [string]
  const ahead = await givenPublished(scheduling, network, { startsAt: '2027-01-12T09:00:00Z', endsAt: '2027-01-12T12:00:00Z' })
  const over = await givenPublished(scheduling, network)
  await schoolSucceeded(scheduling, host, academy, '2027-01-01')
  expect([await read(ahead), await read(over)]).toMatchObject([{ place: { urn: academy } }, { place: { urn: host } }])
})

test('they are listed by school, kind, state and day; a client sees those of networks with a school that shares activities with it', async () => {
  const [meeting, lesson] = [
    (await propose()).id,
    (await propose({ ...visit, startsAt: '2026-11-19T09:00:00Z', endsAt: '2026-11-19T11:00:00Z' })).id,
  ]
  const listed = async (more: object = {}, as = theNationalBody()) =>
    (await scheduling.ask(ListActivities, { networkId: network.networkId, ...more }, { as: await as })).items.map(({ id }) => id)
  expect(await listed()).toEqual([meeting, lesson])
  expect(await listed({ kind: 'visit' })).toEqual([lesson])
  expect(await listed({ urn: network.schools[0]! })).toEqual([])
  expect(await listed({ toDay: '2026-11-17' })).toEqual([meeting])
  expect(await listed({ fromDay: '2026-11-18' })).toEqual([lesson])
  expect(await listed({ state: 'published' })).toEqual([])
  await givenSharing(scheduling, 'staff-app', { urn: network.schools[0]! }, ['activities'])
  await givenSharing(scheduling, 'mis-only', { urn: network.schools[0]! }, ['roles'])
  expect(await listed({}, theClient('staff-app'))).toEqual([meeting, lesson])
  expect(await listed({}, theClient('mis-only'))).toEqual([])
  const hidden = await scheduling.refusal(GetActivity, { activityId: meeting }, { as: await theClient('mis-only') })
  expect(hidden.type).toBe('/problems/no-such-activity')
})
