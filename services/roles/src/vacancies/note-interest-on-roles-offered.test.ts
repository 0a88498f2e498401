/** What people offer to take on at a development day is noted as an expression of interest. */
import type { DataOf } from '@nlc/contracts/define'
import { ExpressInterest, InterestExpressed, ListInterests } from '@nlc/contracts/roles'
import { RolesOffered } from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { acting, givenGovernor, givenNetwork, givenPerson, type NetworkGiven, theNationalBody } from '../../test/known-under-test.ts'
import { givenRole } from '../../test/roles-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let network: NetworkGiven
let personId: string
let forAll: string
beforeAll(async () => {
  await roles.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(roles)
  forAll = (await givenRole(roles)).code
})
beforeEach(async () => {
  personId = await givenPerson(roles, { urns: [network.schools[2]!] })
})

const offered = async (roleCodes: string[], who = personId) => {
  const bookingId = newId()
  const { networkId } = network
  const booking: DataOf<typeof RolesOffered>['booking'] = {
    ...{ id: bookingId, version: 2, activityId: newId(), networkId, kind: 'development-day', personId: who, state: 'accepted' },
    ...{ startsAt: '2026-11-17T09:00:00.000Z', endsAt: '2026-11-17T15:00:00.000Z', takenFrom: 'inset', minutes: 0, coverNeeded: false },
    ...{ escorted: true, bookedAt: '2026-11-02T12:00:00.000Z', couldTakeOn: roleCodes },
  }
  await roles.given(RolesOffered, { bookingId, booking, personId: who, networkId, roleCodes })
}
const interests = async (who = personId) =>
  (await roles.ask(ListInterests, { networkId: network.networkId, limit: 200 }, { as: await theNationalBody() })).items.filter(
    (interest) => interest.personId === who,
  )

test('the roles that there are, and that they could hold, once', async () => {
  await offered([forAll, 'x-no-such-role'])
  await offered([forAll])
  expect(await interests()).toMatchObject([{ roleCodes: [forAll], state: 'expressed' }])
  expect((await roles.emitted(InterestExpressed)).filter(({ data }) => data.personId === personId)).toHaveLength(1)
})

test('whoever has answered already keeps that answer, with what is new', async () => {
  const other = (await givenRole(roles)).code
  await roles.ask(ExpressInterest, { networkId: network.networkId, roleCodes: [forAll], note: 'In spring' }, { as: await acting(personId) })
  await offered([other])
  expect(await interests()).toMatchObject([{ roleCodes: [forAll, other], note: 'In spring' }])
})

test('nothing of roles for other categories of staff, nor of people without a place in the network', async () => {
  const forTeachers = (await givenRole(roles, { eligibleCategories: ['teacher'] })).code
  const [governor, stranger] = [await givenPerson(roles), await givenPerson(roles)]
  await givenGovernor(roles, governor, { urn: network.schools[2]! })
  await offered([forTeachers], governor)
  await offered([forAll], stranger)
  expect([...(await interests(governor)), ...(await interests(stranger))]).toEqual([])
})
