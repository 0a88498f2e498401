/** Super Learning Days: a year group, a suspended timetable, and pairs from two schools, neither of them the host. */
import {
  AcceptInvitation,
  AddPair,
  Book,
  BookingInvited,
  ConfirmActivity,
  ListPairs,
  ProposeActivity,
  PublishActivity,
  SuspendTimetable,
  TimetableSuspended,
} from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { meetingAt } from '../../test/activities-under-test.ts'
import { acting, givenNetwork, givenPerson, type NetworkGiven, theNationalBody } from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let host: string
let head: string
let coLeader: string
let activityId: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  host = network.schools[2]!
  head = await acting(network.heads.get(host)!)
  coLeader = await acting(network.coLeaders[0]!.personId)
  activityId = (await scheduling.ask(ProposeActivity, day(), { as: coLeader })).id
})

const day = (more: object = {}) => meetingAt(network, { kind: 'super-learning-day', yearGroup: 8, title: 'Rivers', ...more })
const from = (school: number) => givenPerson(scheduling, { urns: [network.schools[school]!] })
const add = async (personIds: string[]) => scheduling.ask(AddPair, { activityId, personIds }, { as: coLeader })
const refusedPair = async (personIds: string[]) => scheduling.refusal(AddPair, { activityId, personIds }, { as: coLeader })
const publish = () => scheduling.ask(PublishActivity, { activityId }, { as: coLeader })
const missing = async () => scheduling.refusal(PublishActivity, { activityId }, { as: coLeader })

test('it is for one year group, and nothing else names one', async () => {
  const refused = async (terms: object) => (await scheduling.refusal(ProposeActivity, terms, { as: coLeader })).type
  expect(await refused({ ...day(), yearGroup: undefined })).toBe('/problems/year-group-of-day')
  expect(await refused(meetingAt(network, { yearGroup: 8 }))).toBe('/problems/year-group-of-day')
})

test('it is published with the suspension that its host recorded, and with a pair', async () => {
  await scheduling.ask(ConfirmActivity, { activityId }, { as: head })
  expect(await missing()).toMatchObject({ type: '/problems/publication-missing', missing: 'timetable-suspension' })
  expect((await scheduling.refusal(SuspendTimetable, { activityId }, { as: coLeader })).type).toBe('/problems/no-such-activity')
  const suspend = () => scheduling.ask(SuspendTimetable, { activityId }, { as: head })
  expect(await suspend()).toMatchObject({ timetableSuspendedAt: expect.stringMatching(/^2026-11-02T12:00/), version: 3 })
  expect(await suspend()).toMatchObject({ version: 3 })
  expect(await scheduling.emitted(TimetableSuspended, activityId)).toHaveLength(1)
  expect(await missing()).toMatchObject({ missing: 'pairs' })
  await add([await from(0), await from(1)])
  expect(await publish()).toMatchObject({ state: 'published', yearGroup: 8 })
})

test('a pair is from two schools, neither of them the host; both are invited, and it stands once both have a place', async () => {
  const [one, other] = [await from(0), await from(1)]
  expect(await refusedPair([one, await from(0)])).toMatchObject({ type: '/problems/pair-from-one-school', urn: network.schools[0] })
  const there = await from(2)
  expect(await refusedPair([one, there])).toMatchObject({ type: '/problems/pair-from-host', personId: there, urn: host })
  const pair = await add([one, other])
  expect(pair).toMatchObject({
    stands: false,
    members: [
      { personId: one, state: 'invited' },
      { personId: other, state: 'invited' },
    ],
  })
  for (const { bookingId } of pair.members) expect(await scheduling.emitted(BookingInvited, bookingId)).toHaveLength(1)
  expect((await refusedPair([one, await from(3)])).type).toBe('/problems/booked-already')

  await scheduling.ask(ConfirmActivity, { activityId }, { as: head })
  await scheduling.ask(SuspendTimetable, { activityId }, { as: head })
  await publish()
  for (const [index, { bookingId }] of pair.members.entries()) {
    await scheduling.ask(AcceptInvitation, { bookingId }, { as: await acting([one, other][index]!) })
    const { items } = await scheduling.ask(ListPairs, { activityId }, { as: await acting(one) })
    expect(items.map(({ stands }) => stands)).toEqual([index === 1])
  }
})

test('nobody books by themselves; who is in none of the pairs does not see them', async () => {
  await scheduling.ask(ConfirmActivity, { activityId }, { as: head })
  await scheduling.ask(SuspendTimetable, { activityId }, { as: head })
  await add([await from(0), await from(1)])
  await publish()
  const teacher = await acting(await from(3))
  expect((await scheduling.refusal(Book, { activityId }, { as: teacher })).type).toBe('/problems/by-name-only')
  expect((await scheduling.refusal(ListPairs, { activityId }, { as: teacher })).type).toBe('/problems/no-such-activity')
})

test('pairs and suspensions are of Super Learning Days alone', async () => {
  const { id } = await scheduling.ask(
    ProposeActivity,
    meetingAt(network, { startsAt: '2026-11-18T09:00:00Z', endsAt: '2026-11-18T15:00:00Z' }),
    { as: coLeader },
  )
  const pair = { activityId: id, personIds: [await from(0), await from(1)] }
  expect((await scheduling.refusal(AddPair, pair, { as: await theNationalBody() })).type).toBe('/problems/not-a-super-learning-day')
  expect((await scheduling.refusal(SuspendTimetable, { activityId: id }, { as: head })).type).toBe('/problems/not-a-super-learning-day')
})
