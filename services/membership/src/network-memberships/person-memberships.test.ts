import {
  JoinProfessionalNetwork,
  LeaveProfessionalNetwork,
  ListPeopleOfNetwork,
  PersonJoinedNetwork,
  PersonLeftNetwork,
  SuspendNetwork,
} from '@nlc/contracts/membership'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  application,
  formingNetwork,
  givenPerson,
  givenScene,
  givenSchools,
  theClient,
  theNationalBody,
} from '../../test/networks-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())

let networkId: string
let coordinator: string
let person: string
beforeEach(async () => {
  coordinator = await givenPerson(membership, { urns: [] })
  networkId = await formingNetwork(
    membership,
    application({ schools: [], coLeaders: [{ personId: coordinator } as never] }, { kind: 'professional-network', name: 'Connect' }),
  )
  person = await givenPerson(membership, { urns: await givenSchools(membership, 1) })
})

const join = async () => membership.ask(JoinProfessionalNetwork, { networkId }, { as: await acting(person) })
const people = async (as: string, asAt?: string) =>
  (await membership.ask(ListPeopleOfNetwork, { networkId, ...(asAt && { asAt }) }, { as })).items.map(({ personId }) => personId)

test('a person joins from today, once', async () => {
  const joined = await join()
  expect(joined).toMatchObject({ networkId, personId: person, firstDay: today(), version: 1 })
  expect(await membership.emitted(PersonJoinedNetwork, joined.id)).toMatchObject([
    { data: { networkId, personId: person, firstDay: today() } },
  ])
  expect(await membership.refusal(JoinProfessionalNetwork, { networkId }, { as: await acting(person) })).toMatchObject({
    status: 409,
    type: '/problems/person-belongs-already',
    membershipId: joined.id,
  })
})

test('joining is a person’s own, and of a professional network that is active', async () => {
  expect(await membership.refusal(JoinProfessionalNetwork, { networkId }, { as: await theNationalBody() })).toMatchObject({
    type: '/problems/needs-person',
  })
  expect(await membership.refusal(JoinProfessionalNetwork, { networkId: newId() }, { as: await acting(person) })).toMatchObject({
    status: 404,
  })
  const ofSchools = await activeNetwork(membership, await givenScene(membership))
  expect(await membership.refusal(JoinProfessionalNetwork, { networkId: ofSchools.networkId }, { as: await acting(person) })).toMatchObject(
    {
      type: '/problems/not-this-kind-of-network',
    },
  )
  await membership.ask(SuspendNetwork, { networkId, reason: 'other' }, { as: await theNationalBody() })
  expect(await membership.refusal(JoinProfessionalNetwork, { networkId }, { as: await acting(person) })).toMatchObject({
    state: 'suspended',
  })
})

test('leaving is on a day, which counts, and can be followed by joining again', async () => {
  const { id: membershipId } = await join()
  const lastDay = plusDays(today(), 3)
  expect(await membership.ask(LeaveProfessionalNetwork, { membershipId, lastDay }, { as: await acting(person) })).toMatchObject({
    lastDay,
    version: 2,
  })
  expect(await membership.emitted(PersonLeftNetwork, membershipId)).toMatchObject([{ version: 2, data: { personId: person, lastDay } }])
  await membership.ask(LeaveProfessionalNetwork, { membershipId, lastDay }, { as: await acting(person) })
  expect(await membership.emitted(PersonLeftNetwork, membershipId)).toHaveLength(1)
  const as = await theNationalBody()
  expect([await people(as, lastDay), await people(as, plusDays(lastDay, 1))]).toEqual([[person], []])
  await membership.clock.advance({ days: 4 })
  expect(
    await membership.refusal(LeaveProfessionalNetwork, { membershipId, lastDay: today() }, { as: await acting(person) }),
  ).toMatchObject({ status: 404 })
  expect((await join()).id).not.toBe(membershipId)
})

test('leaving is the person’s, a coordinator’s or the national body’s, and not in the past', async () => {
  const { id: membershipId } = await join()
  const stranger = await givenPerson(membership, { urns: [] })
  const leave = { membershipId, lastDay: today() }
  const noSuch = { status: 404, type: '/problems/no-such-network-membership' }
  expect(await membership.refusal(LeaveProfessionalNetwork, leave, { as: await acting(stranger) })).toMatchObject(noSuch)
  expect(await membership.refusal(LeaveProfessionalNetwork, leave, { as: await theClient('portal') })).toMatchObject(noSuch)
  expect(
    await membership.refusal(LeaveProfessionalNetwork, { ...leave, membershipId: newId() }, { as: await acting(person) }),
  ).toMatchObject(noSuch)
  const past = { ...leave, lastDay: plusDays(today(), -1) }
  expect(await membership.refusal(LeaveProfessionalNetwork, past, { as: await acting(person) })).toMatchObject({
    status: 422,
    earliest: today(),
  })
  expect(await membership.refusal(LeaveProfessionalNetwork, leave, { as: await acting(person), expectedVersion: 5 })).toMatchObject({
    status: 412,
  })
  expect(await membership.ask(LeaveProfessionalNetwork, leave, { as: await acting(coordinator) })).toMatchObject({ lastDay: today() })
})

test('who belongs is seen by coordinators and the national body; by a person, the own membership; by a client, whom it sees', async () => {
  await join()
  const other = await givenPerson(membership, { urns: [] })
  await membership.ask(JoinProfessionalNetwork, { networkId }, { as: await acting(other) })
  for (const as of [await theNationalBody(), await acting(coordinator)]) expect((await people(as)).sort()).toEqual([person, other].sort())
  expect(await people(await acting(person))).toEqual([person])
  expect(await people(await theClient('portal'))).toEqual([])
  await sql`update person set registered_by = 'portal' where id = ${other}`.execute(membership.sql)
  expect(await people(await theClient('portal'))).toEqual([other])
  expect(await membership.refusal(ListPeopleOfNetwork, { networkId: newId() }, { as: await theNationalBody() })).toMatchObject({
    status: 404,
  })
})

test('the database refuses a person twice at a time', async () => {
  await join()
  const insert = sql`insert into network_person (id, network_id, person_id, first_day) values (${newId()}, ${networkId}, ${person}, ${plusDays(today(), 5)})`
  await expect(insert.execute(membership.sql)).rejects.toThrow(/network_person_once_at_a_time/)
})
