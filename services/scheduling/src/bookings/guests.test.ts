/** Guests, and the roles that people offer to take on. */
import {
  Book,
  BookGuest,
  BookingAccepted,
  CancelBooking,
  CloseActivity,
  GetBooking,
  ListArrivals,
  OfferRoles,
  RolesOffered,
} from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { booked, givenPublished } from '../../test/activities-under-test.ts'
import {
  acting,
  givenNetwork,
  givenPerson,
  givenSharing,
  type NetworkGiven,
  theClient,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let head: string
let teacher: string
let activityId: string
beforeEach(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling, { schools: 4 })
  head = await acting(network.heads.get(network.schools[2]!)!)
  teacher = await givenPerson(scheduling, { urns: [network.schools[3]!] })
  activityId = await givenPublished(scheduling, network, { kind: 'development-day', capacity: 2 })
})

const guest = { name: 'Ruth Ellwood', organisation: 'Winsford Council' }
const bookGuest = (more: object = {}) => scheduling.ask(BookGuest, { activityId, ...guest, ...more }, { as: head })
const read = async (bookingId: string, as = theNationalBody()) => scheduling.ask(GetBooking, { bookingId }, { as: await as })

test('a guest has a place like anybody, waits like anybody, and moves up; nobody’s name is told', async () => {
  const [first, second] = [await bookGuest(), await booked(scheduling, activityId, teacher)]
  const third = await bookGuest({ name: 'Guest of honour' })
  expect([first, second, third]).toMatchObject([
    { state: 'accepted', takenFrom: 'guest', minutes: 0 },
    { state: 'accepted' },
    { state: 'waiting' },
  ])
  await scheduling.ask(CancelBooking, { bookingId: second.id }, { as: await acting(teacher) })
  expect(await read(third.id)).toMatchObject({ state: 'accepted' })
  const said = await scheduling.emitted(BookingAccepted, first.id)
  expect(JSON.stringify(said)).not.toContain('Ellwood')
})

test('the name is shown to those who run it alone', async () => {
  const { id } = await bookGuest()
  expect(await read(id, acting(network.coLeaders[0]!.personId))).toMatchObject({ guest })
  expect(await read(id, Promise.resolve(head))).toMatchObject({ guest })
  await givenSharing(scheduling, 'reception', { urn: network.schools[2]! }, ['activities'])
  const arrivals = async (as: string) =>
    (await scheduling.ask(ListArrivals, { urn: network.schools[2]!, onDay: '2026-11-17' }, { as })).items
  expect(await arrivals(head)).toMatchObject([{ guest, escorted: true }])
  expect((await arrivals(await theClient('reception'))).map((arrival) => 'guest' in arrival)).toEqual([false])
})

test('where lessons are visited there are no guests; a stranger books none', async () => {
  activityId = await givenPublished(scheduling, network, { kind: 'visit', purpose: 'coaching' })
  const refused = async (as: string) => (await scheduling.refusal(BookGuest, { activityId, ...guest }, { as })).type
  expect(await refused(head)).toBe('/problems/takes-no-guests')
  expect(await refused(await acting(teacher))).toBe('/problems/no-such-activity')
})

test('ninety days after it is closed nobody knows any more who the guests were', async () => {
  const { id } = await bookGuest()
  await scheduling.clock.set('2026-11-17T16:00:00Z')
  await scheduling.idle()
  await scheduling.ask(CloseActivity, { activityId }, { as: head })
  await scheduling.clock.set('2027-02-14T16:00:00Z')
  await scheduling.idle()
  expect(await read(id)).toMatchObject({ guest })
  await scheduling.clock.set('2027-02-16T16:00:01Z')
  await scheduling.idle()
  expect((await read(id)).guest).toBeUndefined()
  const { rows } = await sql`select from booking_as_known where activity_id = ${activityId}::uuid and guest::text like '%Ellwood%'`.execute(
    scheduling.sql,
  )
  expect(rows).toHaveLength(0)
})

test('who takes part says which roles they could take on: it is told with who said it', async () => {
  const { id: bookingId } = await booked(scheduling, activityId, teacher)
  const offer = { bookingId, roleCodes: ['community-link', 'group-lead'] }
  expect(await scheduling.ask(OfferRoles, offer, { as: await acting(teacher) })).toMatchObject({ couldTakeOn: offer.roleCodes })
  expect(await scheduling.emitted(RolesOffered, bookingId)).toMatchObject([
    { data: { personId: teacher, networkId: network.networkId, roleCodes: offer.roleCodes } },
  ])
  expect((await scheduling.refusal(OfferRoles, offer, { as: head })).type).toBe('/problems/no-such-booking')
  expect((await scheduling.refusal(Book, { activityId }, { as: await acting(teacher) })).type).toBe('/problems/booked-already')
})
