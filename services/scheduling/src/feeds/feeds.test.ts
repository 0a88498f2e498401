/** Calendar feeds: who opens them, what is in them, and that a revoked address leads nowhere. */
import {
  CancelActivity,
  FeedOpened,
  FeedRevoked,
  ListActivities,
  ListBookings,
  ListFeeds,
  OpenFeed,
  RescheduleActivity,
  RevokeFeed,
} from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import nodeIcal from 'node-ical'
import { beforeEach, expect, test } from 'vitest'
import { booked, givenPublished } from '../../test/activities-under-test.ts'
import { acting, givenNetwork, givenPerson, type NetworkGiven, personMerged, theNationalBody } from '../../test/known-under-test.ts'
import { byIcalJs, byNodeIcal } from '../../test/read-feeds.ts'
import { atInLondon } from '../bookings/time-of-day.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let host: string
let head: string
let teacher: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  host = network.schools[2]!
  head = await acting(network.heads.get(host)!)
  teacher = await givenPerson(scheduling, { urns: [network.schools[3]!] })
})

type Kind = 'person' | 'school' | 'network'
const open = async (kind: Kind, reference: string, as: string) => scheduling.ask(OpenFeed, { of: { kind, reference } }, { as })
const refused = async (kind: Kind, reference: string, as: string) =>
  (await scheduling.refusal(OpenFeed, { of: { kind, reference } }, { as })).type
const fetched = (path: string) => fetch(scheduling.url + path)
async function events(path: string) {
  const response = await fetched(path)
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  return Object.values(nodeIcal.sync.parseICS(await response.text())).filter((one) => one?.type === 'VEVENT')
}

test('one’s own, a school that one signs for, a network that one co-leads; anything else is not there', async () => {
  expect(await open('person', teacher, await acting(teacher))).toMatchObject({ state: 'open', version: 1 })
  expect(await open('school', host, head)).toMatchObject({ of: { kind: 'school', reference: host } })
  await open('network', network.networkId, await acting(network.coLeaders[0]!.personId))
  const notYours = '/problems/feed-not-yours'
  expect(await refused('person', network.heads.get(host)!, await acting(teacher))).toBe(notYours)
  expect(await refused('school', host, await acting(teacher))).toBe(notYours)
  expect(await refused('network', network.networkId, await acting(teacher))).toBe(notYours)
  for (const [kind, reference] of [
    ['person', newId()],
    ['school', '999999'],
    ['network', newId()],
    ['network', '900001'],
    ['school', newId()],
  ] as const)
    expect(await refused(kind, reference, await theNationalBody())).toBe(notYours)
})

test('the address is shown once and told to nobody; revoked, it leads nowhere', async () => {
  const { id: feedId, path } = await open('school', host, head)
  expect((await fetched(path)).status).toBe(200)
  const { items } = await scheduling.ask(ListFeeds, { kind: 'school', reference: host }, { as: head })
  expect(items).toMatchObject([{ id: feedId, state: 'open' }])
  expect(JSON.stringify([items, await scheduling.emitted(FeedOpened, feedId)])).not.toContain(path.split('/')[3])
  const revoke = async (as: string) => scheduling.ask(RevokeFeed, { feedId }, { as })
  expect((await scheduling.refusal(RevokeFeed, { feedId }, { as: await acting(teacher) })).type).toBe('/problems/no-such-feed')
  expect(await revoke(head)).toMatchObject({ state: 'revoked', version: 2 })
  expect(await revoke(head)).toMatchObject({ version: 2 })
  expect(await scheduling.emitted(FeedRevoked, feedId)).toHaveLength(1)
  const gone = await fetched(path)
  expect([gone.status, ((await gone.json()) as { type: string }).type]).toEqual([410, '/problems/feed-revoked'])
  expect((await fetched(`/v1/calendars/${'x'.repeat(43)}/calendar.ics`)).status).toBe(404)
})

test('a person’s feed has what they booked, a school’s what it hosts, a network’s all: as the API has it, and nobody’s name', async () => {
  const as = await theNationalBody()
  const feeds = [
    (await open('person', teacher, as)).path,
    (await open('school', host, as)).path,
    (await open('network', network.networkId, as)).path,
  ] as const
  const winter = await givenPublished(scheduling, network, { title: 'Autumn meeting' })
  const summer = await givenPublished(scheduling, network, {
    startsAt: '2027-04-20T08:00:00Z',
    endsAt: '2027-04-20T10:00:00Z',
    place: { kind: 'online' },
  })
  await booked(scheduling, winter, teacher)
  expect(await Promise.all(feeds.map(async (path) => (await events(path)).map(({ uid }) => uid)))).toEqual([
    [winter],
    [winter],
    [winter, summer],
  ])
  const { items } = await scheduling.ask(ListActivities, { networkId: network.networkId }, { as })
  const shown = (await events(feeds[2])).map((one) => [one.uid, one.start.toISOString(), one.end!.toISOString(), Number(one.sequence)])
  expect(shown).toEqual(items.map(({ id, startsAt, endsAt, version }) => [id, startsAt, endsAt, version]))
  expect((await events(feeds[0]))[0]!.summary).toBe(`Meeting: Autumn meeting · School ${host}`)
})

test('a year of it, over two clock changes, with some moved and some cancelled: two programs read what the API says', async () => {
  const as = await theNationalBody()
  const { path } = await open('network', network.networkId, as)
  const fortnights = Array.from({ length: 26 }, (_, n) =>
    new Date(Date.parse('2026-11-03') + n * 14 * 86_400_000).toISOString().slice(0, 10),
  )
  const aroundChanges = ['2027-03-27', '2027-03-28', '2027-03-29', '2027-10-30', '2027-10-31', '2027-11-01']
  const at = (day: string, hour: number) => ({
    startsAt: atInLondon(day, hour * 60).toISOString(),
    endsAt: atInLondon(day, hour * 60 + 90).toISOString(),
  })
  const ids: string[] = []
  for (const day of [...fortnights, ...aroundChanges])
    ids.push(await givenPublished(scheduling, network, { place: { kind: 'online' }, title: day, ...at(day, 9) }))
  const [moved, movedOver, cancelled, cancelledLater] = [ids[3]!, ids[9]!, ids[5]!, ids[27]!]
  await scheduling.ask(RescheduleActivity, { activityId: moved, ...at('2026-12-17', 16) }, { as })
  await scheduling.ask(RescheduleActivity, { activityId: movedOver, ...at('2027-03-28', 13) }, { as })
  for (const activityId of [cancelled, cancelledLater]) await scheduling.ask(CancelActivity, { activityId, reason: 'illness' }, { as })

  const { items } = await scheduling.ask(ListActivities, { networkId: network.networkId, limit: 200 }, { as })
  const said = items.map(({ id, version, state, startsAt, endsAt }) => [
    ...[id, version, state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED', Date.parse(startsAt), Date.parse(endsAt)],
  ])
  const text = await (await fetched(path)).text()
  for (const read of [byIcalJs, byNodeIcal]) {
    const shown = read(text).map(({ uid, sequence, status, startsAt, endsAt }) => [uid, sequence, status, startsAt, endsAt])
    expect(shown.toSorted()).toEqual(said.toSorted())
  }
  expect(text.match(/^DTSTART;TZID=Europe\/London:\d{8}T090000\r$/gm)).toHaveLength(30)
})

test('moved and cancelled, the same entry says so with a higher sequence; another record of the person has it, too', async () => {
  const activityId = await givenPublished(scheduling, network)
  await booked(scheduling, activityId, teacher)
  const { path } = await open('person', teacher, await acting(teacher))
  const [before] = await events(path)
  const at = { startsAt: '2026-11-18T09:00:00Z', endsAt: '2026-11-18T12:00:00Z' }
  await scheduling.ask(RescheduleActivity, { activityId, ...at }, { as: head })
  const [moved] = await events(path)
  expect([moved!.uid, moved!.start.toISOString()]).toEqual([activityId, '2026-11-18T09:00:00.000Z'])
  expect(Number(moved!.sequence)).toBeGreaterThan(Number(before!.sequence))
  const kept = await givenPerson(scheduling, { urns: [network.schools[3]!] })
  await personMerged(scheduling, teacher, kept)
  await scheduling.ask(CancelActivity, { activityId, reason: 'illness' }, { as: head })
  const [cancelled] = await events(path)
  expect(cancelled).toMatchObject({ uid: activityId, status: 'CANCELLED' })
  expect(Number(cancelled!.sequence)).toBeGreaterThan(Number(moved!.sequence))
  expect((await scheduling.ask(ListBookings, { personId: kept }, { as: head })).items).toHaveLength(1)
})
