/** What schools offer to host: by whom, on which days, and what becomes of it. */
import { NetworkDissolved, NetworkSuspended } from '@nlc/contracts/membership'
import {
  GetHostOffer,
  HostingOffered,
  HostOfferRevised,
  HostOfferWithdrawn,
  ListHostOffers,
  OfferHosting,
  ReviseHostOffer,
  WithdrawHostOffer,
} from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
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
  through,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
beforeAll(() => scheduling.clock.set('2026-11-02T12:00:00Z'))

const terms = { activities: ['visit' as const, 'meeting' as const], firstDay: '2026-11-16', lastDay: '2026-12-11', capacity: 6 }
let network: NetworkGiven
let urn: string
let head: string
beforeEach(async () => {
  network = await givenNetwork(scheduling)
  urn = network.schools[2]!
  head = network.heads.get(urn)!
})
const offer = async (more: object = {}) =>
  scheduling.ask(OfferHosting, { networkId: network.networkId, urn, ...terms, ...more }, { as: await acting(head) })
const refused = async (more: object = {}, as = acting(head)) =>
  (await scheduling.refusal(OfferHosting, { networkId: network.networkId, urn, ...terms, ...more }, { as: await as })).type
const read = async (hostOfferId: string) => scheduling.ask(GetHostOffer, { hostOfferId }, { as: await theNationalBody() })
const listed = async (more: object = {}, as = theNationalBody()) =>
  (await scheduling.ask(ListHostOffers, { networkId: network.networkId, ...more }, { as: await as })).items.map(({ id }) => id)

test('the head offers, says it anew, and withdraws it: each is told, once, with the whole of it', async () => {
  const made = await offer({ weekdays: ['tuesday', 'thursday'], focus: 'Reading in Year 3' })
  expect(made).toMatchObject({ urn, networkId: network.networkId, ...terms, weekdays: ['tuesday', 'thursday'], state: 'open', version: 1 })
  const revised = await scheduling.ask(ReviseHostOffer, { hostOfferId: made.id, ...terms, capacity: 8 }, { as: await acting(head) })
  expect(revised).toMatchObject({ capacity: 8, version: 2 })
  expect([revised.weekdays, revised.focus]).toEqual([undefined, undefined])
  const withdraw = async () => scheduling.ask(WithdrawHostOffer, { hostOfferId: made.id }, { as: await acting(head) })
  expect(await withdraw()).toMatchObject({ state: 'withdrawn', endReason: 'by-school', version: 3 })
  expect(await withdraw()).toMatchObject({ version: 3 })
  expect(await scheduling.emitted(HostingOffered, made.id)).toMatchObject([
    { version: 1, data: { urn, capacity: 6, focus: 'Reading in Year 3' } },
  ])
  expect(await scheduling.emitted(HostOfferRevised, made.id)).toMatchObject([{ version: 2, data: { capacity: 8 } }])
  expect(await scheduling.emitted(HostOfferWithdrawn, made.id)).toMatchObject([{ version: 3, data: { reason: 'by-school' } }])
  const again = await scheduling.refusal(ReviseHostOffer, { hostOfferId: made.id, ...terms }, { as: await acting(head) })
  expect(again.type).toBe('/problems/host-offer-withdrawn')
})

test('only who signs for the school offers for it; a network that one does not see looks like none', async () => {
  const teacher = await givenPerson(scheduling, { urns: [urn] })
  const stranger = await givenPerson(scheduling, { urns: await givenSchools(scheduling, 1), category: 'head-teacher' })
  expect(await refused({}, acting(teacher))).toBe('/problems/no-such-school')
  expect(await refused({}, acting(network.heads.get(network.schools[0]!)!))).toBe('/problems/no-such-school')
  expect(await refused({}, theNationalBody())).toBe('/problems/no-such-school')
  expect(await refused({}, acting(stranger))).toBe('/problems/no-such-network')
  expect(await refused({ networkId: newId() })).toBe('/problems/no-such-network')
})

test('days that cannot stand are refused with those that can; a school offers while it belongs to the network', async () => {
  const days = '/problems/host-offer-days-wrong'
  expect(await refused({ lastDay: '2026-11-15' })).toBe(days)
  expect(await refused({ firstDay: '2026-10-01', lastDay: '2026-11-01' })).toBe(days)
  expect(await refused({ lastDay: '2027-11-17' })).toBe(days)
  const asked = { networkId: network.networkId, urn, ...terms, lastDay: '2026-11-15' }
  expect(await scheduling.refusal(OfferHosting, asked, { as: await acting(head) })).toMatchObject({
    ...{ earliestLastDay: '2026-11-16', latestLastDay: '2027-11-16' },
  })
  await schoolLeaves(scheduling, network, urn, '2026-12-10')
  expect(await refused()).toBe('/problems/school-not-in-network')
  expect((await offer({ lastDay: '2026-12-10' })).version).toBe(1)
})

test('a network that does not run takes no offers', async () => {
  await scheduling.given(NetworkSuspended, { networkId: network.networkId, firstDay: '2026-11-02', reason: 'other' })
  expect(await refused()).toBe('/problems/network-not-in-state')
})

test('they are listed by school, activity, state and day, a weekday that is not offered left out', async () => {
  const tuesdays = (await offer({ weekdays: ['tuesday'] })).id
  const walks = (await offer({ activities: ['learning-walk'] })).id
  expect(await listed()).toEqual([tuesdays, walks])
  expect(await listed({ activity: 'learning-walk' })).toEqual([walks])
  expect(await listed({ onDay: '2026-11-17' })).toEqual([tuesdays, walks])
  expect(await listed({ onDay: '2026-11-18' })).toEqual([walks])
  expect(await listed({ onDay: '2026-11-21' })).toEqual([])
  expect(await listed({ urn: network.schools[0]! })).toEqual([])
  await scheduling.ask(WithdrawHostOffer, { hostOfferId: walks }, { as: await acting(head) })
  expect(await listed({ state: 'open' })).toEqual([tuesdays])
})

test('who follows the list learns of what left what they asked for', async () => {
  const { id } = await offer()
  const as = await theNationalBody()
  const asked = { networkId: network.networkId, state: 'open' as const }
  const { updatedUntil } = await scheduling.ask(ListHostOffers, asked, { as })
  await scheduling.ask(WithdrawHostOffer, { hostOfferId: id }, { as: await acting(head) })
  const page = await scheduling.ask(ListHostOffers, { ...asked, updatedSince: updatedUntil }, { as })
  expect([page.items, page.gone]).toEqual([[], [id]])
})

test('a client sees the offers of networks with a school that shares activities with it; to others they are not there', async () => {
  const { id } = await offer()
  const seen = async (as: Promise<string>) => scheduling.ask(GetHostOffer, { hostOfferId: id }, { as: await as })
  const hidden = async (as: Promise<string>) => (await scheduling.refusal(GetHostOffer, { hostOfferId: id }, { as: await as })).type
  await givenSharing(scheduling, 'staff-app', { urn: network.schools[0]! }, ['activities'])
  await givenSharing(scheduling, 'mis-only', { urn: network.schools[0]! }, ['roles'])
  expect((await seen(theClient('staff-app'))).id).toBe(id)
  expect((await seen(through('staff-app', network.heads.get(network.schools[0]!)!))).id).toBe(id)
  expect(await hidden(theClient('mis-only'))).toBe('/problems/no-such-host-offer')
  expect(await listed({}, theClient('mis-only'))).toEqual([])
  const other = await scheduling.refusal(
    WithdrawHostOffer,
    { hostOfferId: id },
    { as: await acting(network.heads.get(network.schools[0]!)!) },
  )
  expect(other.type).toBe('/problems/no-such-host-offer')
})

test('a school that leaves its network offers until its last day, and what was to begin later is withdrawn', async () => {
  const [runs, later] = [(await offer()).id, (await offer({ firstDay: '2027-01-11', lastDay: '2027-02-05' })).id]
  await schoolLeaves(scheduling, network, urn, '2026-12-01')
  expect(await read(runs)).toMatchObject({ state: 'open', lastDay: '2026-12-01', version: 2 })
  expect(await read(later)).toMatchObject({ state: 'withdrawn', endReason: 'school-left-network' })
  expect(await scheduling.emitted(HostOfferWithdrawn, later)).toMatchObject([{ data: { reason: 'school-left-network' } }])
})

test('a network that is dissolved ends all that was offered in it', async () => {
  const { id } = await offer()
  await scheduling.given(NetworkDissolved, { networkId: network.networkId, lastDay: '2026-11-10', reason: 'completed' })
  expect(await read(id)).toMatchObject({ state: 'withdrawn', endReason: 'network-dissolved' })
})

test('a school’s successor offers what lies ahead', async () => {
  const [academy] = (await givenSchools(scheduling, 1)) as [string]
  const [ahead, over] = [(await offer({ firstDay: '2027-01-11', lastDay: '2027-02-05' })).id, (await offer()).id]
  await schoolSucceeded(scheduling, urn, academy, '2027-01-01')
  expect([await read(ahead), await read(over)]).toMatchObject([
    { urn: academy, version: 2 },
    { urn, version: 1 },
  ])
})
