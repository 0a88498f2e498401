/** A network's year, as data and as a picture. */
import { AddCalendarEntry, CancelActivity, DrawNetworkYear, GetNetworkYear } from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeEach, expect, test } from 'vitest'
import { givenPublished } from '../../test/activities-under-test.ts'
import { acting, givenNetwork, givenSharing, type NetworkGiven, theClient, theNationalBody } from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'
import { drawYear } from './draw-year.ts'
import { type NetworkYear, weeksOf } from './network-year.ts'

const scheduling = testService(service)
let network: NetworkGiven
let host: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling)
  host = network.schools[2]!
})

const read = async (as: string, academicYear = '2026-27') =>
  scheduling.ask(GetNetworkYear, { networkId: network.networkId, academicYear }, { as })

test('weeks begin on Mondays, but for the first, and cover the year', () => {
  expect(weeksOf('2026-27').slice(0, 2)).toEqual([{ firstDay: '2026-09-01' }, { firstDay: '2026-09-07' }])
  expect(weeksOf('2026-27').at(-1)).toEqual({ firstDay: '2027-08-30' })
  expect(weeksOf('2026-27')).toHaveLength(53)
})

test('each school with the weeks in which it has lessons, and what it hosts; what is cancelled is not there', async () => {
  const kept = await givenPublished(scheduling, network)
  const cancelled = await givenPublished(scheduling, network, { startsAt: '2026-12-01T09:00:00Z', endsAt: '2026-12-01T12:00:00Z' })
  await scheduling.ask(CancelActivity, { activityId: cancelled, reason: 'illness' }, { as: await theNationalBody() })
  await scheduling.ask(
    AddCalendarEntry,
    { urn: host, kind: 'closure', firstDay: '2026-12-07', lastDay: '2026-12-11' },
    { as: await acting(network.heads.get(host)!) },
  )
  const { weeks, schools } = await read(await theNationalBody())
  expect(schools.map(({ urn }) => urn)).toEqual(network.schools)
  const hosting = schools.find(({ urn }) => urn === host)!
  expect(hosting.hosts).toMatchObject([{ activityId: kept, kind: 'meeting', state: 'published', day: '2026-11-17' }])
  expect(weeks[hosting.hosts[0]!.week]).toEqual({ firstDay: '2026-11-16' })
  const snow = weeks.findIndex(({ firstDay }) => firstDay === '2026-12-07')
  expect(schools.map(({ schoolWeeks }) => schoolWeeks.includes(snow))).toEqual([true, true, false])
})

test('who does not see the network finds none; a client of a school that shares activities does', async () => {
  await givenSharing(scheduling, 'web-site', { urn: host }, ['activities'])
  expect((await read(await theClient('web-site'))).schools).toHaveLength(3)
  const asked = { networkId: network.networkId, academicYear: '2026-27' }
  for (const input of [asked, { ...asked, networkId: newId() }]) {
    expect((await scheduling.refusal(GetNetworkYear, input, { as: await theClient('other') })).type).toBe('/problems/no-such-network')
  }
  const address = `${scheduling.url}${DrawNetworkYear.path.replace(':networkId', network.networkId).replace(':academicYear', '2026-27')}`
  const drawn = await fetch(address, { headers: { authorization: `Bearer ${await theClient('web-site')}` } })
  expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
  expect(await drawn.text()).toContain(`School ${host}`)
  expect((await fetch(address)).status).toBe(401)
})

const year = (name: string): NetworkYear => ({
  networkId: newId(),
  academicYear: '2026-27',
  weeks: weeksOf('2026-27'),
  schools: [
    {
      ...{ urn: '900001', name, schoolWeeks: [0, 1, 2] },
      hosts: [
        { activityId: newId(), kind: 'meeting', state: 'published', day: '2026-09-08', week: 1 },
        { activityId: newId(), kind: 'visit', state: 'proposed', day: '2026-09-09', week: 1 },
      ],
    },
  ],
})

test('the picture is well formed whatever a school is called, and the same for the same year', () => {
  const drawn = drawYear(year('St <Mary’s> & "All" Saints'))
  expect(drawn).toContain('St &lt;Mary’s&gt; &amp; &quot;All&quot; Saints')
  const dated = year('A')
  expect(drawYear(dated)).toBe(drawYear(structuredClone(dated)))
})
