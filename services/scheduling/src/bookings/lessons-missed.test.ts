/** Lessons: when they are at a school, what somebody who goes elsewhere misses of them; and how the way is reckoned. */
import { SchoolChanged, SchoolRegistered } from '@nlc/contracts/membership'
import { Book, GetTimetable, GetTravelRule, SetTimetable, SetTravelRule, TimetableSet, TravelRuleSet } from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { booked, givenPublished } from '../../test/activities-under-test.ts'
import {
  acting,
  givenNetwork,
  givenPerson,
  type NetworkGiven,
  newUrn,
  schoolSucceeded,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let home: string
let host: string
let head: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 3 })
  home = network.schools[0]!
  host = network.schools[2]!
  head = await acting(network.heads.get(home)!)
})

const periods = [
  { label: 'Period 1', startsAt: '08:40', endsAt: '10:00' },
  { label: 'Period 2', startsAt: '10:00', endsAt: '11:20' },
  { label: 'Period 3', startsAt: '12:00', endsAt: '14:30' },
]
const set = async (as = head) => scheduling.ask(SetTimetable, { urn: home, periods }, { as })
const meetingFrom = (from: string, to: string) =>
  givenPublished(scheduling, network, { startsAt: `2026-11-17T${from}:00Z`, endsAt: `2026-11-17T${to}:00Z`, minutes: 60 })
/** Some 7 km from each other: 25 minutes. */
async function lieApart() {
  for (const [urn, latitude] of [
    [home, 54.1],
    [host, 54.16],
  ] as const)
    await scheduling.given(SchoolChanged, {
      urn,
      name: urn,
      status: '1',
      phase: '2',
      laCode: '909',
      latitude,
      longitude: -3.2,
      changed: [],
    })
}

test('a school says when its lessons are; unless it does they are from 9:00 to 15:30', async () => {
  expect(await scheduling.ask(GetTimetable, { urn: home }, { as: head })).toEqual({
    urn: home,
    periods: [{ label: 'Lessons', startsAt: '09:00', endsAt: '15:30' }],
  })
  expect(await set()).toEqual({ urn: home, version: 1, periods })
  expect(await set(await theNationalBody())).toMatchObject({ version: 2 })
  expect(await scheduling.emitted(TimetableSet, home)).toHaveLength(2)
  const teacher = await acting(await givenPerson(scheduling, { urns: [home] }))
  expect((await scheduling.refusal(SetTimetable, { urn: home, periods }, { as: teacher })).type).toBe('/problems/no-such-school')
  const wrong = async (...given: object[]) => (await scheduling.refusal(SetTimetable, { urn: home, periods: given }, { as: head })).label
  expect(await wrong({ ...periods[0], endsAt: '08:40' })).toBe('Period 1')
  expect(await wrong(periods[0]!, { ...periods[1], startsAt: '09:59' })).toBe('Period 2')
  expect((await scheduling.refusal(GetTimetable, { urn: '999999' }, { as: head })).type).toBe('/problems/no-such-school')
  const successor = newUrn()
  await scheduling.given(SchoolRegistered, {
    urn: successor,
    name: 'S',
    status: '1',
    phase: '2',
    laCode: '909',
  })
  await schoolSucceeded(scheduling, home, successor, '2026-11-02')
  expect(await scheduling.ask(GetTimetable, { urn: successor }, { as: head })).toMatchObject({ periods })
})

test('who is away during lessons misses them, the way included; who is not is away of their own time', async () => {
  await set()
  await lieApart()
  const personId = await givenPerson(scheduling, { urns: [home] })
  const late = await booked(scheduling, await meetingFrom('14:30', '15:30'), personId)
  expect(late).toMatchObject({ takenFrom: 'evening', coverNeeded: false, travelMinutes: 25 })
  expect(late.lessonsMissed).toBeUndefined()
  const other = await givenPerson(scheduling, { urns: [home] })
  const early = await booked(scheduling, await meetingFrom('11:30', '13:00'), other)
  expect(early).toMatchObject({ takenFrom: 'teaching', coverNeeded: true })
  expect(early.lessonsMissed).toEqual(periods.slice(1))
})

test('on a day of the week on which they do not work nothing needs cover', async () => {
  const personId = await givenPerson(scheduling, { urns: [home], workingDays: ['monday', 'wednesday'] })
  expect(await booked(scheduling, await meetingFrom('09:30', '11:00'), personId)).toMatchObject({
    takenFrom: 'evening',
    coverNeeded: false,
  })
})

test('the national body says how the way is reckoned: what was in time is too far away then', async () => {
  await lieApart()
  const as = await theNationalBody()
  const rule = { detour: 1.3, kmPerHour: 40, fixedMinutes: 10, step: 5 }
  expect(await scheduling.ask(GetTravelRule, {}, { as: head })).toEqual({ version: 1, ...rule })
  const personId = await givenPerson(scheduling, { urns: [home] })
  await booked(scheduling, await meetingFrom('09:00', '10:00'), personId)
  const place = { kind: 'school' as const, urn: home }
  const next = await givenPublished(scheduling, network, { place, startsAt: '2026-11-17T10:30:00Z', endsAt: '2026-11-17T11:00:00Z' })
  expect(await scheduling.ask(SetTravelRule, { ...rule, fixedMinutes: 40 }, { as })).toMatchObject({ version: 2, fixedMinutes: 40 })
  expect(await scheduling.refusal(Book, { activityId: next }, { as: await acting(personId) })).toMatchObject({
    type: '/problems/too-far-away',
    travelMinutes: 55,
  })
  await scheduling.ask(SetTravelRule, rule, { as })
  await booked(scheduling, next, personId)
  expect(await scheduling.emitted(TravelRuleSet, 'national')).toHaveLength(2)
  expect((await scheduling.refusal(SetTravelRule, rule, { as: head })).type).toBe('/problems/missing-scope')
})
