/** Programmes that schools run together: sessions at each school in turn, who takes part in them, and the year after. */
import {
  AcceptInvitation,
  BookingAccepted,
  CancelActivity,
  ConfirmActivity,
  EndSharedProgramme,
  EnrolParticipants,
  GetSharedProgramme,
  LeaveSharedProgramme,
  ListBookings,
  ListParticipants,
  ListSharedProgrammes,
  ParticipantsEnrolled,
  PlanSession,
  PublishActivity,
  ReviseSharedProgramme,
  SharedProgrammeStarted,
  StartSharedProgramme,
} from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { booked, givenPublished } from '../../test/activities-under-test.ts'
import {
  acting,
  givenNetwork,
  givenPerson,
  givenSchools,
  givenSharing,
  type NetworkGiven,
  personMerged,
  schoolSucceeded,
  theClient,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let coLeader: string
let coordinator: string
let programmeId: string
beforeEach(async () => {
  await scheduling.clock.set('2026-10-05T08:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  coLeader = await acting(network.coLeaders[0]!.personId)
  coordinator = await teacherAt(2)
  programmeId = (await start()).id
})

const teacherAt = (school: number) => givenPerson(scheduling, { urns: [network.schools[school]!] })
const terms = () => ({
  ...{ networkId: network.networkId, kind: 'induction' as const, title: 'Joint induction', academicYear: '2026-27' },
  ...{ urns: network.schools.slice(0, 3), coordinatorIds: [coordinator] },
})
const start = (more: object = {}) => scheduling.ask(StartSharedProgramme, { ...terms(), ...more }, { as: coLeader })
const onDay = (day: string) => ({ startsAt: `${day}T13:00:00Z`, endsAt: `${day}T15:00:00Z` })
const at = (school: number) => ({ place: { kind: 'school' as const, urn: network.schools[school]! } })
const plan = async (school: number, day: string, more: object = {}) =>
  scheduling.ask(PlanSession, { programmeId, ...at(school), ...onDay(day), ...more }, { as: await acting(coordinator) })
const refusedPlan = async (school: number, day: string, more: object = {}) =>
  scheduling.refusal(PlanSession, { programmeId, ...at(school), ...onDay(day), ...more }, { as: await acting(coordinator) })
const publish = async (activityId: string, school: number) => {
  await scheduling.ask(ConfirmActivity, { activityId }, { as: await acting(network.heads.get(network.schools[school]!)!) })
  await scheduling.ask(PublishActivity, { activityId }, { as: await acting(coordinator) })
}
const enrol = async (personIds: string[]) =>
  scheduling.ask(EnrolParticipants, { programmeId, personIds, cohort: 'Primary' }, { as: await acting(coordinator) })
const bookings = async (activityId: string) => (await scheduling.ask(ListBookings, { activityId }, { as: await theNationalBody() })).items

test('a co-leader starts it with schools of the network; its co-ordinators plan it', async () => {
  const said = await scheduling.emitted(SharedProgrammeStarted, programmeId)
  expect(said).toMatchObject([{ version: 1, data: { programme: { urns: network.schools.slice(0, 3), state: 'running' } } }])
  const refused = async (more: object, as = coLeader) =>
    (await scheduling.refusal(StartSharedProgramme, { ...terms(), ...more }, { as })).type
  const [elsewhere] = await givenSchools(scheduling, 1)
  expect(await refused({ urns: [network.schools[0]!, elsewhere!] })).toBe('/problems/school-not-in-network')
  expect(await refused({ coordinatorIds: [await givenPerson(scheduling, { urns: [elsewhere!] })] })).toBe('/problems/not-of-network')
  expect(await refused({}, await acting(coordinator))).toBe('/problems/no-such-network')
  expect(await refused({ continues: programmeId })).toBe('/problems/not-an-earlier-programme')
})

test('sessions are at each school in turn; a welcome evening on neutral ground is in nobody’s', async () => {
  const first = await plan(0, '2026-11-03')
  expect(first).toMatchObject({ kind: 'session', inTurn: true, programmeId, state: 'proposed' })
  const due = [network.schools[1], network.schools[2]]
  expect(await refusedPlan(0, '2026-12-01')).toMatchObject({ type: '/problems/not-in-turn', urn: network.schools[0], due })
  await plan(1, '2026-12-01')
  await plan(0, '2026-10-20', { place: { kind: 'neutral', name: 'Guildhall' } })
  expect(await refusedPlan(1, '2027-01-12')).toMatchObject({ due: [network.schools[2]] })
  await scheduling.ask(CancelActivity, { activityId: first.id, reason: 'illness' }, { as: coLeader })
  expect(await plan(0, '2027-01-12')).toMatchObject({ state: 'proposed' })
})

test('a session is at a school of the programme, led by somebody of one', async () => {
  expect(await refusedPlan(3, '2026-11-03')).toMatchObject({ type: '/problems/not-of-programme', urns: network.schools.slice(0, 3) })
  expect((await refusedPlan(0, '2026-11-03', { leaderId: await teacherAt(3) })).type).toBe('/problems/leader-not-of-programme')
  const leaderId = await teacherAt(1)
  expect(await plan(0, '2026-11-03', { leaderId, expertise: 'Behaviour for learning' })).toMatchObject({
    leaderId,
    expertise: 'Behaviour for learning',
  })
})

test('all who take part are booked when a session is published, and when they enrol later; induction time is what it is for', async () => {
  const early = [await teacherAt(0), await teacherAt(3)]
  expect(await enrol(early)).toEqual({ enrolled: 2, alreadyEnrolled: 0 })
  expect(await enrol([early[0]!])).toEqual({ enrolled: 0, alreadyEnrolled: 1 })
  expect(await scheduling.emitted(ParticipantsEnrolled, programmeId)).toMatchObject([
    { data: { personIds: expect.arrayContaining(early) } },
  ])
  const { id } = await plan(1, '2026-11-03')
  await publish(id, 1)
  expect(await bookings(id)).toMatchObject([
    { state: 'accepted', takenFrom: 'early-career-induction', minutes: 0, coverNeeded: false },
    { state: 'accepted' },
  ])
  await enrol([await teacherAt(2)])
  expect(await bookings(id)).toHaveLength(3)
})

test('who enrols while a session is being published is booked all the same', async () => {
  const sessions = [await plan(1, '2026-11-03'), await plan(2, '2026-12-01'), await plan(0, '2027-01-12')]
  for (const [index, { id: activityId }] of sessions.entries())
    await scheduling.ask(ConfirmActivity, { activityId }, { as: await acting(network.heads.get(network.schools[[1, 2, 0][index]!]!)!) })
  const as = await acting(coordinator)
  const people = await Promise.all(Array.from({ length: 8 }, () => teacherAt(3)))
  await Promise.all([
    ...people.map((personId) => scheduling.ask(EnrolParticipants, { programmeId, personIds: [personId] }, { as })),
    ...sessions.map(({ id: activityId }) => scheduling.ask(PublishActivity, { activityId }, { as })),
  ])
  for (const { id } of sessions) expect((await bookings(id)).map(({ personId }) => personId).toSorted()).toEqual(people.toSorted())
})

test('who cannot come to a session is invited to it', async () => {
  const busy = await teacherAt(0)
  await booked(scheduling, await givenPublished(scheduling, network, { ...onDay('2026-11-03'), place: { kind: 'online' } }), busy)
  await enrol([busy])
  const { id } = await plan(1, '2026-11-03')
  await publish(id, 1)
  const [booking] = await bookings(id)
  expect(booking).toMatchObject({ state: 'invited' })
  expect((await scheduling.refusal(AcceptInvitation, { bookingId: booking!.id }, { as: await acting(busy) })).type).toBe(
    '/problems/twice-at-once',
  )
})

test('who leaves gives up what is to come; attendance is counted', async () => {
  const person = await teacherAt(0)
  await enrol([person, await teacherAt(2)])
  const { id } = await plan(1, '2026-11-03')
  await publish(id, 1)
  const leave = async (personId: string, as: string) =>
    scheduling.ask(LeaveSharedProgramme, { programmeId, personId }, { as: await acting(as) })
  await leave(person, person)
  expect((await bookings(id)).map(({ state }) => state).sort()).toEqual(['accepted', 'cancelled'])
  const again = await scheduling.refusal(LeaveSharedProgramme, { programmeId, personId: person }, { as: await acting(coordinator) })
  expect(again.type).toBe('/problems/not-enrolled')
  const { items } = await scheduling.ask(ListParticipants, { programmeId }, { as: await acting(coordinator) })
  expect(items).toMatchObject([{ cohort: 'Primary', sessionsAttended: 0 }])
})

test('the year after carries it on: who hosted is remembered, a new school enters the next round', async () => {
  for (const [index, day] of ['2026-11-03', '2026-12-01'].entries()) await plan(index, day)
  await scheduling.ask(EndSharedProgramme, { programmeId }, { as: coLeader })
  expect((await refusedPlan(2, '2027-01-12')).type).toBe('/problems/shared-programme-over')
  await scheduling.clock.set('2027-07-01T08:00:00Z')
  programmeId = (await start({ academicYear: '2027-28', urns: network.schools, continues: programmeId })).id
  expect(await refusedPlan(3, '2027-10-05')).toMatchObject({ type: '/problems/not-in-turn', due: [network.schools[2]] })
  await plan(2, '2027-10-05')
  expect(await plan(3, '2027-11-02')).toMatchObject({ state: 'proposed' })
})

test('a school that is added waits for the next round', async () => {
  await plan(0, '2026-11-03')
  await scheduling.clock.set('2026-11-10T08:00:00Z')
  const revised = { programmeId, title: 'Joint induction', urns: network.schools, coordinatorIds: [coordinator] }
  expect(await scheduling.ask(ReviseSharedProgramme, revised, { as: coLeader })).toMatchObject({ version: 2, urns: network.schools })
  expect(await refusedPlan(3, '2026-12-01')).toMatchObject({ due: [network.schools[1], network.schools[2]] })
})

test('a school’s successor takes its place; two records of one person take part once', async () => {
  const [academy] = (await givenSchools(scheduling, 1)) as [string]
  await schoolSucceeded(scheduling, network.schools[0]!, academy, '2027-01-01')
  const read = async () => scheduling.ask(GetSharedProgramme, { programmeId }, { as: await theNationalBody() })
  expect((await read()).urns).toContain(academy)
  const [one, other] = [await teacherAt(2), await teacherAt(2)]
  await enrol([one, other])
  await personMerged(scheduling, other, one)
  expect((await scheduling.ask(ListParticipants, { programmeId }, { as: await acting(coordinator) })).items).toMatchObject([
    { personId: one },
  ])
})

test('clients see programmes of networks that share activities with them, and of their people alone who takes part', async () => {
  const [mine, theirs] = [await teacherAt(1), await teacherAt(2)]
  await enrol([mine, theirs])
  await givenSharing(scheduling, 'staff-app', { urn: network.schools[1]! }, ['activities'])
  const as = await theClient('staff-app')
  expect((await scheduling.ask(ListSharedProgrammes, { networkId: network.networkId }, { as })).items).toMatchObject([{ id: programmeId }])
  expect((await scheduling.ask(ListParticipants, { programmeId }, { as })).items.map(({ personId }) => personId)).toEqual([mine])
  const hidden = await scheduling.refusal(GetSharedProgramme, { programmeId }, { as: await theClient('other') })
  expect(hidden.type).toBe('/problems/no-such-shared-programme')
  expect(await scheduling.emitted(BookingAccepted)).toBeDefined()
})
