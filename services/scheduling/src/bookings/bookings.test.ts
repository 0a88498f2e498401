/** Who takes part: no more than there are places, nobody in two places, out of what time, and what befalls a booking. */
import { EmploymentEnded } from '@nlc/contracts/membership'
import { OverdraftExcepted, OverdraftRecorded, OverdraftSettled, OverdraftUnresolved, TimeRefunded, TimeSpent } from '@nlc/contracts/roles'
import {
  AcceptInvitation,
  AddCalendarEntry,
  Book,
  BookingAccepted,
  BookingCancelled,
  BookingDeclined,
  BookingExceptionAsked,
  BookingExceptionEnded,
  BookingInvited,
  BookingMoved,
  BookingWaiting,
  CancelBooking,
  ConfirmActivity,
  DeclineInvitation,
  GetBooking,
  GetPlaces,
  GiveAssurance,
  Invite,
  ListArrivals,
  ListBookings,
  PublishActivity,
  RecordAttendance,
  RescheduleActivity,
  WithdrawAssurance,
} from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { booked, givenAppointment, givenPublished, refusedToBook } from '../../test/activities-under-test.ts'
import {
  acting,
  givenEmployment,
  givenNetwork,
  givenPerson,
  givenSchools,
  givenSharing,
  type NetworkGiven,
  personMerged,
  theClient,
  theNationalBody,
  through,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let host: string
let home: string
let head: string
let teacher: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  ;[host, home] = [network.schools[2]!, network.schools[3]!]
  head = network.heads.get(host)!
  teacher = await givenPerson(scheduling, { urns: [home] })
})

const visit = { kind: 'visit' as const, purpose: 'observation' as const }
const colleague = () => givenPerson(scheduling, { urns: [home] })
const appointed = (personId: string) => givenAppointment(scheduling, { personId, networkId: network.networkId, urn: home })
const read = async (bookingId: string) => scheduling.ask(GetBooking, { bookingId }, { as: await theNationalBody() })
const cancel = async (bookingId: string, as: string) => scheduling.ask(CancelBooking, { bookingId }, { as: await acting(as) })

test('who books has a place, comes from their school, and spends minutes of the role in which they come', async () => {
  const activityId = await givenPublished(scheduling, network)
  const appointmentId = await appointed(teacher)
  const booking = await booked(scheduling, activityId, teacher, { appointmentId })
  expect(booking).toMatchObject({
    ...{
      state: 'accepted',
      personId: teacher,
      homeUrn: home,
      urn: host,
      takenFrom: 'teaching',
      minutes: 300,
      coverNeeded: true,
      version: 1,
    },
  })
  const spend = { reference: `${booking.id}/1`, appointmentId, day: '2026-11-17', minutes: 300, takenFrom: 'teaching' }
  expect(await scheduling.emitted(BookingAccepted, booking.id)).toMatchObject([
    { version: 1, data: { booking: { state: 'accepted' }, spend } },
  ])
  expect(await refusedToBook(scheduling, activityId, teacher)).toMatchObject({ type: '/problems/booked-already', bookingId: booking.id })
})

test('without a role nothing is spent, but lessons are to be covered', async () => {
  const activityId = await givenPublished(scheduling, network)
  const booking = await booked(scheduling, activityId, teacher)
  expect(booking).toMatchObject({ minutes: 0, takenFrom: 'teaching', coverNeeded: true })
  const [said] = await scheduling.emitted(BookingAccepted, booking.id)
  expect(said!.data.spend).toBeUndefined()
})

test('evenings, INSET days and governors spend nothing; planning and induction time cannot be spent', async () => {
  const evening = { startsAt: '2026-11-17T16:00:00Z', endsAt: '2026-11-17T18:00:00Z' }
  const appointmentId = await appointed(teacher)
  const late = await booked(scheduling, await givenPublished(scheduling, network, evening), teacher, { appointmentId })
  expect(late).toMatchObject({ takenFrom: 'evening', minutes: 0, coverNeeded: false })
  await scheduling.ask(
    AddCalendarEntry,
    { urn: home, kind: 'inset', firstDay: '2026-11-18' },
    { as: await acting(network.heads.get(home)!) },
  )
  const wednesday = { startsAt: '2026-11-18T09:00:00Z', endsAt: '2026-11-18T12:00:00Z' }
  const onInset = await givenPublished(scheduling, network, wednesday)
  expect(await booked(scheduling, onInset, teacher, { appointmentId })).toMatchObject({
    takenFrom: 'inset',
    minutes: 0,
    coverNeeded: false,
  })
  const thursday = await givenPublished(scheduling, network, { startsAt: '2026-11-19T09:00:00Z', endsAt: '2026-11-19T12:00:00Z' })
  const protectedTime = await refusedToBook(scheduling, thursday, teacher, { appointmentId, takenFrom: 'ppa' })
  expect(protectedTime).toMatchObject({ type: '/problems/protected-time', takenFrom: 'ppa' })
})

test('refused where the role is not theirs, or not of this network', async () => {
  const activityId = await givenPublished(scheduling, network)
  const other = await givenAppointment(scheduling, { personId: await colleague(), networkId: network.networkId, urn: home })
  for (const appointmentId of [other, newId()])
    expect((await refusedToBook(scheduling, activityId, teacher, { appointmentId })).type).toBe('/problems/appointment-not-theirs')
})

test('a visit is to another school than one’s own; a meeting at one’s own school is none', async () => {
  const there = await givenPerson(scheduling, { urns: [host] })
  expect(await refusedToBook(scheduling, await givenPublished(scheduling, network, visit), there)).toMatchObject({
    ...{ type: '/problems/own-school', urn: host },
  })
  expect(await booked(scheduling, await givenPublished(scheduling, network), there)).toMatchObject({ state: 'accepted' })
})

test('nobody is in two places at once, and the way between counts', async () => {
  const morning = await givenPublished(scheduling, network, { startsAt: '2026-11-17T09:00:00Z', endsAt: '2026-11-17T11:00:00Z' })
  const there = { kind: 'neutral' as const, name: 'Carlisle', latitude: 54.8925, longitude: -2.9329 }
  await scheduling.sql
    .withSchema('public')
    .updateTable('known_school' as never)
    .set({ latitude: 54.1108, longitude: -3.2261 } as never)
    .where('urn' as never, '=', host as never)
    .execute()
  const first = await booked(scheduling, morning, teacher)
  const overlapping = await givenPublished(scheduling, network, {
    place: { kind: 'online' },
    startsAt: '2026-11-17T10:30:00Z',
    endsAt: '2026-11-17T12:00:00Z',
  })
  expect(await refusedToBook(scheduling, overlapping, teacher)).toMatchObject({
    ...{ type: '/problems/twice-at-once', bookingId: first.id, activityId: morning },
  })
  // 89.3 km as the crow flies: 1.3 times that at 40 km/h, and ten minutes, are 184.1.
  const tooSoon = await givenPublished(scheduling, network, {
    place: there,
    startsAt: '2026-11-17T14:00:00Z',
    endsAt: '2026-11-17T16:00:00Z',
  })
  expect(await refusedToBook(scheduling, tooSoon, teacher)).toMatchObject({
    ...{ type: '/problems/too-far-away', travelMinutes: 185, gapMinutes: 180 },
  })
  const inTime = await givenPublished(scheduling, network, {
    place: there,
    startsAt: '2026-11-17T14:05:00Z',
    endsAt: '2026-11-17T16:00:00Z',
  })
  expect(await booked(scheduling, inTime, teacher)).toMatchObject({ state: 'accepted' })
})

test('as many as ask at once, no more have a place than there are, and the others wait in order; none is lost', async () => {
  const activityId = await givenPublished(scheduling, network, { capacity: 3 })
  const people = await Promise.all(Array.from({ length: 12 }, colleague))
  const bookings = await Promise.all(people.map((person) => booked(scheduling, activityId, person)))
  expect(bookings.filter(({ state }) => state === 'accepted')).toHaveLength(3)
  expect(bookings.filter(({ state }) => state === 'waiting')).toHaveLength(9)
  expect(await scheduling.ask(GetPlaces, { activityId }, { as: await theNationalBody() })).toMatchObject({ taken: 3, waiting: 9 })
})

test('a place that comes free goes to the first who waits whom nothing hinders', async () => {
  const activityId = await givenPublished(scheduling, network, { capacity: 1 })
  const [second, third] = [await colleague(), await colleague()]
  const first = await booked(scheduling, activityId, teacher)
  const hindered = await booked(scheduling, activityId, second)
  const next = await booked(scheduling, activityId, third, { appointmentId: await appointed(third) })
  expect(hindered.state).toBe('waiting')
  const meanwhile = await givenPublished(scheduling, network, { place: { kind: 'online' } })
  await booked(scheduling, meanwhile, second)
  await cancel(first.id, teacher)
  expect([await read(hindered.id), await read(next.id)]).toMatchObject([{ state: 'waiting' }, { state: 'accepted', minutes: 300 }])
  expect(await scheduling.emitted(BookingWaiting, next.id)).toHaveLength(1)
  expect(await scheduling.emitted(BookingAccepted, next.id)).toMatchObject([{ version: 2, data: { spend: { reference: `${next.id}/1` } } }])
})

test('an invitation holds no place until it is accepted; declined, it is over', async () => {
  const activityId = await givenPublished(scheduling, network, { capacity: 1 })
  const invite = async (personId: string) => scheduling.ask(Invite, { activityId, personId }, { as: await acting(head) })
  const [mine, other] = [await invite(teacher), await invite(await colleague())]
  expect(await scheduling.emitted(BookingInvited, mine.id)).toHaveLength(1)
  expect(await scheduling.ask(GetPlaces, { activityId }, { as: await theNationalBody() })).toMatchObject({ taken: 0 })
  const notMine = await scheduling.refusal(AcceptInvitation, { bookingId: other.id }, { as: await acting(teacher) })
  expect(notMine.type).toBe('/problems/no-such-booking')
  expect(await scheduling.ask(AcceptInvitation, { bookingId: mine.id }, { as: await acting(teacher) })).toMatchObject({ state: 'accepted' })
  const declined = await scheduling.ask(DeclineInvitation, { bookingId: other.id }, { as: await acting(other.personId!) })
  expect(declined.state).toBe('declined')
  expect(await scheduling.emitted(BookingDeclined, other.id)).toHaveLength(1)
  const again = await scheduling.refusal(AcceptInvitation, { bookingId: other.id }, { as: await acting(other.personId!) })
  expect(again).toMatchObject({ type: '/problems/booking-not-in-state', state: 'declined' })
})

test('only who has a place in the network on that day has one in what it does', async () => {
  const activityId = await givenPublished(scheduling, network)
  const [elsewhere] = await givenSchools(scheduling, 1)
  const stranger = await givenPerson(scheduling, { urns: [elsewhere!] })
  expect((await refusedToBook(scheduling, activityId, stranger)).type).toBe('/problems/no-such-activity')
  const refused = await scheduling.refusal(Invite, { activityId, personId: stranger }, { as: await acting(head) })
  expect(refused).toMatchObject({ type: '/problems/not-of-network', day: '2026-11-17' })
  const left = await givenPerson(scheduling, { urns: [home], lastDay: '2026-11-16' })
  expect((await refusedToBook(scheduling, activityId, left)).type).toBe('/problems/not-of-network')
})

test('given up, the minutes come back; taken back by the host, too; once it has begun, neither', async () => {
  const activityId = await givenPublished(scheduling, network)
  const [mine, theirs] = [
    await booked(scheduling, activityId, teacher, { appointmentId: await appointed(teacher) }),
    await booked(scheduling, activityId, await colleague()),
  ]
  expect(await cancel(mine.id, teacher)).toMatchObject({ state: 'cancelled', cancelledBy: 'visitor' })
  expect(await scheduling.emitted(BookingCancelled, mine.id)).toMatchObject([
    { data: { refund: { of: `${mine.id}/1`, reference: `${mine.id}/1/back` } } },
  ])
  await scheduling.clock.set('2026-11-17T09:00:00Z')
  const late = await scheduling.refusal(CancelBooking, { bookingId: theirs.id }, { as: await acting(head) })
  expect(late.type).toBe('/problems/activity-started')
  await scheduling.clock.set('2026-11-17T08:59:00Z')
  expect(await cancel(theirs.id, head)).toMatchObject({ cancelledBy: 'host' })
  const anew = await booked(scheduling, activityId, teacher, { appointmentId: mine.appointmentId! })
  expect(anew.id).not.toBe(mine.id)
})

test('moved to another day, the one posting is exchanged for the other; to another hour of it, it stays', async () => {
  const activityId = await givenPublished(scheduling, network)
  const { id } = await booked(scheduling, activityId, teacher, { appointmentId: await appointed(teacher) })
  const move = async (startsAt: string, endsAt: string) =>
    scheduling.ask(RescheduleActivity, { activityId, startsAt, endsAt }, { as: await acting(head) })
  await move('2026-11-17T10:00:00Z', '2026-11-17T15:00:00Z')
  await move('2026-11-18T10:00:00Z', '2026-11-18T15:00:00Z')
  const [sameDay, nextDay] = await scheduling.emitted(BookingMoved, id)
  expect([sameDay!.data.spend, sameDay!.data.refund]).toEqual([undefined, undefined])
  expect(nextDay!.data).toMatchObject({ refund: { of: `${id}/1` }, spend: { reference: `${id}/2`, day: '2026-11-18' } })
})

test('who was absent has the minutes back, and spends them again where that was a mistake', async () => {
  const activityId = await givenPublished(scheduling, network)
  const { id: bookingId } = await booked(scheduling, activityId, teacher, { appointmentId: await appointed(teacher) })
  const record = async (attended: boolean) => scheduling.ask(RecordAttendance, { bookingId, attended }, { as: await acting(head) })
  const early = await scheduling.refusal(RecordAttendance, { bookingId, attended: true }, { as: await acting(head) })
  expect(early.type).toBe('/problems/activity-not-in-state')
  await scheduling.clock.set('2026-11-17T15:30:00Z')
  expect(await record(false)).toMatchObject({ state: 'absent', version: 2 })
  expect(await record(true)).toMatchObject({ state: 'attended', version: 3 })
  expect(await record(true)).toMatchObject({ version: 3 })
})

test('an overdraft asks for an exception; unresolved, the place is given to who waits', async () => {
  const activityId = await givenPublished(scheduling, network, { capacity: 1 })
  const appointmentId = await appointed(teacher)
  const { id } = await booked(scheduling, activityId, teacher, { appointmentId })
  const waiting = await booked(scheduling, activityId, await colleague())
  const told = {
    ...{ overdraftId: newId(), appointmentId, networkId: network.networkId, academicYear: '2026-27', postingId: newId() },
    ...{ day: '2026-11-17', source: 'scheduling', reference: `${id}/1` },
  }
  await scheduling.given(OverdraftRecorded, { ...told, minutes: 120, exceptBy: '2026-11-09' })
  expect(await read(id)).toMatchObject({ state: 'accepted', exception: { state: 'asked', exceptBy: '2026-11-09' } })
  expect(await scheduling.emitted(BookingExceptionAsked, id)).toHaveLength(1)
  await scheduling.given(OverdraftUnresolved, { ...told, minutes: 120 })
  expect(await read(id)).toMatchObject({ state: 'cancelled', cancelledBy: 'platform', cancelReason: 'no-time-left' })
  expect(await read(waiting.id)).toMatchObject({ state: 'accepted' })
})

test('an exception that is made, or that is not needed any more, lets the booking stand', async () => {
  const appointmentId = await appointed(teacher)
  const overdrawn = async (day: string) => {
    const activityId = await givenPublished(scheduling, network, { startsAt: `${day}T09:00:00Z`, endsAt: `${day}T12:00:00Z`, minutes: 60 })
    const { id } = await booked(scheduling, activityId, teacher, { appointmentId })
    const told = {
      ...{ overdraftId: newId(), appointmentId, networkId: network.networkId, academicYear: '2026-27', postingId: newId() },
      ...{ day, source: 'scheduling', reference: `${id}/1` },
    }
    await scheduling.given(OverdraftRecorded, { ...told, minutes: 60, exceptBy: '2026-11-09' })
    return { id, told }
  }
  const [made, settled] = [await overdrawn('2026-11-17'), await overdrawn('2026-11-18')]
  await scheduling.given(OverdraftExcepted, { ...made.told, minutes: 60, exceptedBy: newId() })
  await scheduling.given(OverdraftSettled, settled.told)
  expect(await read(made.id)).toMatchObject({ state: 'accepted', exception: { state: 'made' } })
  expect((await read(settled.id)).exception).toBeUndefined()
  for (const { id } of [made, settled]) expect(await scheduling.emitted(BookingExceptionEnded, id)).toHaveLength(1)
})

test('who leaves the network’s schools loses what is booked for later', async () => {
  const leaver = await givenPerson(scheduling)
  const employmentId = await givenEmployment(scheduling, leaver, { urns: [home] })
  const [before, after] = [
    await booked(scheduling, await givenPublished(scheduling, network), leaver),
    await booked(
      scheduling,
      await givenPublished(scheduling, network, { startsAt: '2026-12-08T09:00:00Z', endsAt: '2026-12-08T12:00:00Z' }),
      leaver,
    ),
  ]
  await scheduling.given(EmploymentEnded, { employmentId, personId: leaver, urns: [home], lastDay: '2026-12-01', reason: 'left' })
  expect([await read(before.id), await read(after.id)]).toMatchObject([
    { state: 'accepted' },
    { state: 'cancelled', cancelReason: 'left-network' },
  ])
})

test('two records of one person: what both booked is booked once', async () => {
  const [activityId, other] = [
    await givenPublished(scheduling, network),
    await givenPublished(scheduling, network, { startsAt: '2026-11-18T09:00:00Z', endsAt: '2026-11-18T12:00:00Z' }),
  ]
  const duplicate = await colleague()
  const [mine, twice, only] = [
    await booked(scheduling, activityId, teacher),
    await booked(scheduling, activityId, duplicate),
    await booked(scheduling, other, duplicate),
  ]
  await personMerged(scheduling, duplicate, teacher)
  expect([await read(mine.id), await read(twice.id), await read(only.id)]).toMatchObject([
    { state: 'accepted' },
    { state: 'cancelled', cancelReason: 'merged-duplicate' },
    { state: 'accepted', personId: teacher },
  ])
})

test('who has no assurance of checks for the day is escorted; reception sees who comes', async () => {
  const activityId = await givenPublished(scheduling, network)
  const { id } = await booked(scheduling, activityId, teacher)
  const arrivals = async (as = acting(head)) =>
    (await scheduling.ask(ListArrivals, { urn: host, onDay: '2026-11-17' }, { as: await as })).items
  expect(await arrivals()).toMatchObject([{ bookingId: id, personId: teacher, homeUrn: home, escorted: true }])
  const terms = { personId: teacher, urn: home, firstDay: '2026-09-01', lastDay: '2027-08-31' }
  const notMine = await scheduling.refusal(GiveAssurance, terms, { as: await acting(head) })
  expect(notMine.type).toBe('/problems/no-such-school')
  const homeHead = await acting(network.heads.get(home)!)
  const wrong = await scheduling.refusal(GiveAssurance, { ...terms, personId: head }, { as: homeHead })
  expect(wrong.type).toBe('/problems/not-employed-there')
  const { id: assuranceId } = await scheduling.ask(GiveAssurance, terms, { as: homeHead })
  expect(await arrivals()).toMatchObject([{ escorted: false }])
  await scheduling.ask(WithdrawAssurance, { assuranceId }, { as: homeHead })
  expect(await arrivals()).toMatchObject([{ escorted: true }])
  await givenSharing(scheduling, 'reception', { urn: host }, ['activities'])
  expect(await arrivals(theClient('reception'))).toHaveLength(1)
  const hidden = await scheduling.refusal(ListArrivals, { urn: host, onDay: '2026-11-17' }, { as: await theClient('other') })
  expect(hidden.type).toBe('/problems/no-such-school')
})

test('a booking is seen by whose it is, who co-leads, and who signs for host or home; to others it is not there', async () => {
  const activityId = await givenPublished(scheduling, network)
  const { id: bookingId } = await booked(scheduling, activityId, teacher)
  const seen = async (as: Promise<string>) => scheduling.ask(GetBooking, { bookingId }, { as: await as })
  for (const person of [teacher, head, network.heads.get(home)!, network.coLeaders[0]!.personId])
    expect((await seen(acting(person))).id).toBe(bookingId)
  const hidden = async (as: Promise<string>) => (await scheduling.refusal(GetBooking, { bookingId }, { as: await as })).type
  expect(await hidden(acting(await colleague()))).toBe('/problems/no-such-booking')
  await givenSharing(scheduling, 'of-host', { urn: host }, ['activities'])
  await givenSharing(scheduling, 'of-home', { urn: home }, ['activities'])
  expect(await hidden(theClient('of-host'))).toBe('/problems/no-such-booking')
  expect((await seen(theClient('of-home'))).id).toBe(bookingId)
  expect((await seen(through('of-home', teacher))).id).toBe(bookingId)
  const listed = async (as: Promise<string>) => (await scheduling.ask(ListBookings, { activityId }, { as: await as })).items.length
  expect([await listed(theClient('of-host')), await listed(theClient('of-home'))]).toEqual([0, 1])
})

test('a repeated request with the same key books once', async () => {
  const activityId = await givenPublished(scheduling, network)
  const asking = { as: await acting(teacher), idempotencyKey: newId() }
  const [one, other] = [await scheduling.ask(Book, { activityId }, asking), await scheduling.ask(Book, { activityId }, asking)]
  expect(one.id).toBe(other.id)
})

test('no more is spent than has accrued by the day; what others spent, and what is booked, is gone', async () => {
  const personId = await colleague()
  // 60 minutes in each of the eleven school weeks that have begun by 17 November, the first of which has four days: 648.
  const appointmentId = await givenAppointment(scheduling, { personId, networkId: network.networkId, urn: home, minutesPerWeek: 60 })
  const on = (day: string, minutes: number) =>
    givenPublished(scheduling, network, { startsAt: `${day}T09:00:00Z`, endsAt: `${day}T12:00:00Z`, minutes })
  const spent = { accountId: newId(), appointmentId, academicYear: '2026-27', postingId: newId(), day: '2026-10-06', minutes: 100 }
  await scheduling.given(TimeSpent, spent)
  const first = await booked(scheduling, await on('2026-11-17', 500), personId, { appointmentId })
  const next = await on('2026-11-18', 49)
  expect(await refusedToBook(scheduling, next, personId, { appointmentId })).toMatchObject({
    ...{ type: '/problems/no-time-left', asked: 49, available: 48, day: '2026-11-18' },
  })
  await scheduling.given(TimeRefunded, { ...spent, postingId: newId(), minutes: 1, spendId: spent.postingId })
  expect(await booked(scheduling, next, personId, { appointmentId })).toMatchObject({ state: 'accepted', minutes: 49 })
  await cancel(first.id, personId)
  expect(await booked(scheduling, await on('2026-11-19', 500), personId, { appointmentId })).toMatchObject({ state: 'accepted' })
})

test('two bookings at once do not spend the same minutes', async () => {
  const personId = await colleague()
  const appointmentId = await givenAppointment(scheduling, { personId, networkId: network.networkId, urn: home, minutesPerWeek: 60 })
  const days = Array.from({ length: 12 }, (_, index) => `2026-11-${17 + index}`)
  const activities = await Promise.all(
    days.map((day) =>
      givenPublished(scheduling, network, {
        startsAt: `${day}T09:00:00Z`,
        endsAt: `${day}T12:00:00Z`,
        minutes: 300,
        place: { kind: 'online' },
      }),
    ),
  )
  const as = await acting(personId)
  const outcomes = await Promise.allSettled(
    activities.map((activityId) => scheduling.ask(Book, { activityId, appointmentId, takenFrom: 'teaching' }, { as })),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
})

test('a place that is given up while the activity waits for another host’s yes is free once it is published again', async () => {
  const activityId = await givenPublished(scheduling, network, { capacity: 1 })
  const { id } = await booked(scheduling, activityId, teacher)
  const other = network.schools[1]!
  const coLeader = await acting(network.coLeaders[0]!.personId)
  await scheduling.ask(RescheduleActivity, { activityId, place: { kind: 'school', urn: other } }, { as: coLeader })
  await cancel(id, teacher)
  expect(await scheduling.ask(GetPlaces, { activityId }, { as: coLeader })).toMatchObject({ taken: 0 })
  await scheduling.ask(ConfirmActivity, { activityId }, { as: await acting(network.heads.get(other)!) })
  await scheduling.ask(PublishActivity, { activityId }, { as: coLeader })
  expect(await booked(scheduling, activityId, await colleague())).toMatchObject({ state: 'accepted' })
})
