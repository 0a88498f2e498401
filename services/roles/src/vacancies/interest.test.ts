import { NetworkDissolved, PersonErased, PersonLeftOut } from '@nlc/contracts/membership'
import {
  AgreeToNomination,
  CloseVacancy,
  DeclineNomination,
  ExpressInterest,
  ExpressInterestInVacancy,
  GetInterest,
  InterestExpressed,
  InterestWithdrawn,
  ListInterests,
  Nominate,
  NominateForVacancy,
  NominationDeclined,
  PersonNominated,
  RetireRole,
  WithdrawInterest,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  acting,
  givenGovernor,
  givenNetwork,
  givenPartner,
  givenPerson,
  givenSchools,
  givenSharing,
  type NetworkGiven,
  personMerged,
  theClient,
  theNationalBody,
  through,
} from '../../test/known-under-test.ts'
import { givenRole, givenVacancy } from '../../test/roles-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let network: NetworkGiven
let networkId: string
let coLeader: string
beforeAll(async () => {
  await roles.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(roles)
  networkId = network.networkId
  coLeader = await acting(network.coLeaders[0]!.personId)
})

let teacher: string
let as: string
let urn: string
let vacancyId: string
beforeEach(async () => {
  urn = network.schools[2]!
  teacher = await givenPerson(roles, { urns: [urn] })
  as = await acting(teacher)
  vacancyId = await givenVacancy(roles, network, { roleCode: (await givenRole(roles)).code })
})

const express = (who = as, note?: string) => roles.ask(ExpressInterestInVacancy, { vacancyId, ...(note && { note }) }, { as: who })
const nominate = (personId = teacher, who = coLeader) => roles.ask(NominateForVacancy, { vacancyId, personId }, { as: who })
const shown = (interestId: string, who = coLeader) => roles.ask(GetInterest, { interestId }, { as: who })
const stranger = async () => acting(await givenPerson(roles, { urns: await givenSchools(roles, 1) }))

test('staff and governors of every school of the network, and partners, say that they would', async () => {
  const governor = await givenPerson(roles)
  await givenGovernor(roles, governor, { urn })
  const { personId: partner } = await givenPartner(roles)
  for (const personId of [teacher, governor, partner]) {
    const interest = await express(await acting(personId), 'I have done this before.')
    expect(interest).toMatchObject({ networkId, vacancyId, personId, state: 'expressed', note: 'I have done this before.', version: 1 })
    expect(await roles.emitted(InterestExpressed, interest.id)).toMatchObject([{ version: 1, data: { personId, vacancyId } }])
    expect(JSON.stringify(await roles.emitted(InterestExpressed, interest.id))).not.toContain('before')
  }
})

test('everyone is asked which role they could take on: some, or whatever is needed', async () => {
  const some = await roles.ask(ExpressInterest, { networkId, roleCodes: ['coach', 'group-lead'] }, { as })
  expect(some).toMatchObject({ roleCodes: ['coach', 'group-lead'], state: 'expressed' })
  const other = await acting(await givenPerson(roles, { urns: [urn] }))
  const any = await roles.ask(ExpressInterest, { networkId, roleCodes: [] }, { as: other })
  const found = async (roleCode: string) =>
    (await roles.ask(ListInterests, { networkId, roleCode, limit: 200 }, { as: coLeader })).items.map(({ id }) => id)
  expect(await found('coach')).toEqual(expect.arrayContaining([some.id, any.id]))
  expect(await found('facilitator')).not.toContain(some.id)
  expect(await found('facilitator')).toContain(any.id)
})

test('a person says it, in the network through which the role is held, once', async () => {
  const type = '/problems/needs-person'
  const client = newId()
  await givenSharing(roles, client, { urn })
  for (const who of [await theNationalBody(), await theClient(client), await through(newId(), teacher)]) {
    expect(await roles.refusal(ExpressInterestInVacancy, { vacancyId }, { as: who })).toMatchObject({ status: 403, type })
    expect(await roles.refusal(ExpressInterest, { networkId, roleCodes: [] }, { as: who })).toMatchObject({ status: 403, type })
  }
  const { id: interestId } = await express(await through(client, teacher))
  expect(await roles.refusal(ExpressInterestInVacancy, { vacancyId }, { as })).toMatchObject({
    ...{ status: 409, type: '/problems/interested-already', interestId },
  })
  await roles.ask(ExpressInterest, { networkId, roleCodes: [] }, { as })
  expect(await roles.refusal(ExpressInterest, { networkId, roleCodes: ['coach'] }, { as })).toMatchObject({ status: 409 })
  // Whom their software shows the network, but who has no place in it.
  const outsider = await givenPerson(roles, { urns: await givenSchools(roles, 1) })
  const both = newId()
  await givenSharing(roles, both, { urn })
  const { rows } = await sql<{ urn: string }>`select urn from known_employment_place where person_id = ${outsider}`.execute(roles.sql)
  await givenSharing(roles, both, { urn: rows[0]!.urn })
  const seeing = { as: await through(both, outsider) }
  expect(await roles.refusal(ExpressInterestInVacancy, { vacancyId }, seeing)).toMatchObject({ type: '/problems/not-in-network' })
  expect(await roles.refusal(ExpressInterest, { networkId, roleCodes: [] }, seeing)).toMatchObject({
    ...{ status: 409, type: '/problems/not-in-network', day: '2026-11-02' },
  })
})

test('four times at once is once', async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => express().then(() => 'said', String)))
  expect(answers.filter((answer) => answer === 'said')).toHaveLength(1)
  expect(answers.filter((answer) => answer.includes('interested-already'))).toHaveLength(3)
})

test('the role is open to the category, and in use', async () => {
  const { roleId, code } = await givenRole(roles, { eligibleCategories: ['middle-leader', 'governor'] })
  const closed = await givenVacancy(roles, network, { roleCode: code })
  const type = '/problems/not-eligible'
  const eligibleCategories = ['middle-leader', 'governor']
  const expected = { status: 409, type, eligibleCategories }
  expect(await roles.refusal(ExpressInterestInVacancy, { vacancyId: closed }, { as })).toMatchObject(expected)
  expect(await roles.refusal(ExpressInterest, { networkId, roleCodes: [code] }, { as })).toMatchObject(expected)
  expect(await roles.refusal(NominateForVacancy, { vacancyId: closed, personId: teacher }, { as: coLeader })).toMatchObject(expected)
  expect(await roles.refusal(Nominate, { networkId, personId: teacher, roleCodes: [code] }, { as: coLeader })).toMatchObject(expected)
  await givenGovernor(roles, teacher, { urn })
  await roles.ask(ExpressInterestInVacancy, { vacancyId: closed }, { as })
  await roles.ask(RetireRole, { roleId }, { as: await theNationalBody() })
  for (const [roleCode, type, status] of [
    [code, '/problems/role-retired', 409],
    ['no-such', '/problems/no-such-role', 404],
  ] as const) {
    expect(await roles.refusal(ExpressInterest, { networkId, roleCodes: [roleCode] }, { as })).toMatchObject({ status, type })
    const nomination = { networkId, personId: teacher, roleCodes: [roleCode] }
    expect(await roles.refusal(Nominate, nomination, { as: coLeader })).toMatchObject({ status, type })
  }
})

test('until the closing day, which counts; not in what was filled or closed', async () => {
  const closing = await givenVacancy(roles, network, { roleCode: (await givenRole(roles)).code, closingDay: '2026-11-03' })
  const late = await givenPerson(roles, { urns: [urn] })
  await roles.clock.set('2026-11-03T23:30:00Z')
  await roles.ask(ExpressInterestInVacancy, { vacancyId: closing }, { as })
  await roles.clock.set('2026-11-04T00:30:00Z')
  const expected = { status: 409, type: '/problems/closing-day-passed', closingDay: '2026-11-03' }
  expect(await roles.refusal(ExpressInterestInVacancy, { vacancyId: closing }, { as: await acting(late) })).toMatchObject(expected)
  expect(await roles.refusal(NominateForVacancy, { vacancyId: closing, personId: late }, { as: coLeader })).toMatchObject(expected)
  await roles.ask(CloseVacancy, { vacancyId: closing, reason: 'not-needed' }, { as: coLeader })
  const closed = { status: 409, type: '/problems/vacancy-not-open', state: 'closed' }
  expect(await roles.refusal(ExpressInterestInVacancy, { vacancyId: closing }, { as: await acting(late) })).toMatchObject(closed)
  expect(await roles.refusal(NominateForVacancy, { vacancyId: closing, personId: late }, { as: coLeader })).toMatchObject(closed)
  await roles.clock.set('2026-11-04T12:00:00Z')
})

test('it lapses with its vacancy, and with its network, and is answered no more', async () => {
  const { id: interestId } = await express()
  const { id: asked } = await nominate(await givenPerson(roles, { urns: [urn] }))
  const { updatedUntil } = await roles.ask(ListInterests, { vacancyId }, { as: coLeader })
  await roles.ask(CloseVacancy, { vacancyId, reason: 'not-needed' }, { as: coLeader })
  expect([(await shown(interestId)).state, (await shown(asked)).state]).toEqual(['lapsed', 'lapsed'])
  expect(await roles.refusal(WithdrawInterest, { interestId }, { as })).toMatchObject({
    ...{ status: 409, type: '/problems/interest-not-in-state', state: 'lapsed', needed: ['expressed'] },
  })
  const since = { vacancyId, updatedSince: updatedUntil }
  await expect
    .poll(async () => (await roles.ask(ListInterests, since, { as: coLeader })).items.map(({ state }) => state))
    .toEqual(['lapsed', 'lapsed'])
  await expect
    .poll(async () => (await roles.ask(ListInterests, { ...since, state: 'expressed' }, { as: coLeader })).gone)
    .toEqual([interestId, asked])

  const over = await givenNetwork(roles)
  const personId = over.coLeaders[1]!.personId
  const { id } = await roles.ask(ExpressInterest, { networkId: over.networkId, roleCodes: [] }, { as: await acting(personId) })
  await roles.given(NetworkDissolved, { networkId: over.networkId, lastDay: '2026-11-04', reason: 'completed' })
  expect(await shown(id, await theNationalBody())).toMatchObject({ state: 'lapsed' })
  expect(await roles.refusal(ExpressInterest, { networkId: over.networkId, roleCodes: [] }, { as: await acting(personId) })).toMatchObject({
    ...{ status: 409, type: '/problems/network-not-in-state', state: 'dissolved' },
  })
  const nomination = { networkId: over.networkId, roleCodes: [], personId }
  expect(await roles.refusal(Nominate, nomination, { as: await theNationalBody() })).toMatchObject({
    ...{ status: 409, type: '/problems/network-not-in-state' },
  })
})

test('co-leaders and signatories nominate; who was nominated agrees', async () => {
  const head = await acting(network.heads.get(urn)!)
  const { id: interestId, ...interest } = await nominate(teacher, head)
  expect(interest).toMatchObject({ personId: teacher, state: 'nominated', nominatedBy: network.heads.get(urn), vacancyId })
  expect(await roles.emitted(PersonNominated, interestId)).toMatchObject([
    { data: { personId: teacher, nominatedBy: network.heads.get(urn) } },
  ])
  expect(await shown(interestId, head)).toMatchObject({ state: 'nominated' })
  expect(await roles.ask(AgreeToNomination, { interestId }, { as, expectedVersion: 1 })).toMatchObject({ state: 'expressed', version: 2 })
  expect(await roles.emitted(InterestExpressed, interestId)).toMatchObject([{ version: 2 }])
  expect(await roles.refusal(AgreeToNomination, { interestId }, { as })).toMatchObject({
    ...{ status: 409, type: '/problems/interest-not-in-state', state: 'expressed', needed: ['nominated'] },
  })
  const without = await roles.ask(Nominate, { networkId, personId: teacher, roleCodes: ['coach'] }, { as: coLeader })
  expect(without).toMatchObject({ state: 'nominated', roleCodes: ['coach'] })
  expect(await roles.refusal(Nominate, { networkId, personId: teacher, roleCodes: [] }, { as: coLeader })).toMatchObject({
    ...{ status: 409, type: '/problems/interested-already', interestId: without.id },
  })
  expect(await roles.refusal(NominateForVacancy, { vacancyId, personId: teacher }, { as: coLeader })).toMatchObject({
    ...{ status: 409, type: '/problems/interested-already', interestId },
  })
})

test('or declines, once, without a reason', async () => {
  const { id: interestId } = await nominate()
  expect(await roles.ask(DeclineNomination, { interestId }, { as })).toMatchObject({ state: 'declined', version: 2 })
  expect(await roles.emitted(NominationDeclined, interestId)).toHaveLength(1)
  expect(await roles.refusal(DeclineNomination, { interestId }, { as })).toMatchObject({ status: 409, state: 'declined' })
  // Asked again, they may say yes.
  expect(await nominate()).toMatchObject({ state: 'nominated' })
})

test('only who was asked answers', async () => {
  const { id: interestId } = await nominate()
  const head = await acting(network.heads.get(urn)!)
  for (const operation of [AgreeToNomination, DeclineNomination]) {
    for (const who of [coLeader, head, await stranger()])
      expect(await roles.refusal(operation, { interestId }, { as: who })).toMatchObject({ status: 404, type: '/problems/no-such-interest' })
    for (const who of [await theNationalBody(), await theClient(newId())])
      expect(await roles.refusal(operation, { interestId }, { as: who })).toMatchObject({ status: 403, type: '/problems/needs-person' })
  }
})

test('a nomination is taken back by who may make it, an interest by the person', async () => {
  const { id: asked } = await nominate()
  expect(await roles.refusal(WithdrawInterest, { interestId: asked }, { as })).toMatchObject({ status: 409, needed: ['expressed'] })
  expect(await roles.ask(WithdrawInterest, { interestId: asked }, { as: coLeader })).toMatchObject({ state: 'withdrawn' })
  const { id: interestId } = await express()
  expect(await roles.refusal(WithdrawInterest, { interestId }, { as: coLeader })).toMatchObject({ status: 409, needed: ['nominated'] })
  expect(await roles.refusal(WithdrawInterest, { interestId }, { as: await theClient(newId()) })).toMatchObject({ status: 403 })
  expect(await roles.ask(WithdrawInterest, { interestId }, { as, expectedVersion: 1 })).toMatchObject({ state: 'withdrawn', version: 2 })
  expect(await roles.emitted(InterestWithdrawn, interestId)).toMatchObject([{ version: 2, data: { personId: teacher } }])
  expect((await express()).id).not.toBe(interestId)
})

test('who may not nominate somebody, or names somebody of no school of the network, finds nobody', async () => {
  const outsider = await givenPerson(roles, { urns: await givenSchools(roles, 1) })
  const otherHead = await acting(network.heads.get(network.schools[0]!)!)
  const type = '/problems/no-such-person'
  const missing = await roles.refusal(NominateForVacancy, { vacancyId, personId: newId() }, { as: coLeader })
  expect(missing).toMatchObject({ status: 404, type })
  for (const [personId, who] of [
    [outsider, coLeader],
    [teacher, otherHead],
    [teacher, as],
  ] as const) {
    expect(await roles.refusal(NominateForVacancy, { vacancyId, personId }, { as: who })).toEqual(missing)
    expect(await roles.refusal(Nominate, { networkId, personId, roleCodes: [] }, { as: who })).toEqual(missing)
  }
})

test('vacancies and networks out of view look like none', async () => {
  const who = await stranger()
  const personId = teacher
  for (const [operation, theirs, none] of [
    [ExpressInterestInVacancy, { vacancyId }, { vacancyId: newId() }],
    [NominateForVacancy, { vacancyId, personId }, { vacancyId: newId(), personId }],
    [ExpressInterest, { networkId, roleCodes: [] }, { networkId: newId(), roleCodes: [] }],
    [Nominate, { networkId, personId, roleCodes: [] }, { networkId: newId(), personId, roleCodes: [] }],
  ] as const) {
    const refusal = await roles.refusal(operation, theirs, { as: who })
    expect(refusal.status).toBe(404)
    expect(refusal).toEqual(await roles.refusal(operation, none, { as: who }))
  }
})

test('persons see their own, co-leaders their network’s, a school’s software none without a person', async () => {
  const { id: interestId } = await express()
  const client = newId()
  const agreementId = await givenSharing(roles, client, { urn })
  const sees = async (who: string) => (await roles.ask(ListInterests, { vacancyId }, { as: who })).items.some(({ id }) => id === interestId)
  const colleague = await acting(await givenPerson(roles, { urns: [urn] }))
  const head = await acting(network.heads.get(urn)!)
  for (const who of [as, coLeader, await theNationalBody(), await through(client, teacher)]) {
    expect(await sees(who)).toBe(true)
    expect(await shown(interestId, who)).toMatchObject({ id: interestId })
  }
  const missing = await roles.refusal(GetInterest, { interestId: newId() }, { as })
  expect(missing).toMatchObject({ status: 404, type: '/problems/no-such-interest' })
  for (const who of [colleague, head, await theClient(client), await stranger()]) {
    expect(await sees(who)).toBe(false)
    expect(await roles.refusal(GetInterest, { interestId }, { as: who })).toEqual(missing)
  }
  await roles.given(PersonLeftOut, { agreementId, clientId: client, controller: { kind: 'school', reference: urn }, personId: teacher })
  expect(await roles.refusal(GetInterest, { interestId }, { as: await through(client, teacher) })).toEqual(missing)
  const own = await roles.ask(ListInterests, { personId: teacher, state: 'expressed' }, { as })
  expect(own.items).toMatchObject([{ id: interestId }])
})

test('where records are united, what the one was interested in the other is; what both were is withdrawn once', async () => {
  const kept = await givenPerson(roles, { urns: [urn] })
  const both = await express()
  await express(await acting(kept))
  const { id: only } = await roles.ask(ExpressInterest, { networkId, roleCodes: ['coach'] }, { as })
  await personMerged(roles, teacher, kept)
  expect(await roles.emitted(InterestWithdrawn, both.id)).toHaveLength(1)
  expect(await shown(only)).toMatchObject({ personId: kept, state: 'expressed' })
  const { items } = await roles.ask(ListInterests, { personId: teacher, state: 'expressed' }, { as: coLeader })
  expect(items.map(({ personId }) => personId)).toEqual([kept, kept])
})

test('what an erased person wrote is nowhere any more', async () => {
  const { id: interestId } = await express(as, 'A secret of mine.')
  await roles.ask(WithdrawInterest, { interestId }, { as })
  await roles.given(PersonErased, { personId: teacher })
  expect((await shown(interestId)).note).toBeUndefined()
  const { rows } = await sql`
    select from role_interest_as_known where note like '%secret%' union all select from event where data::text like '%secret%'`.execute(
    roles.sql,
  )
  expect(rows).toEqual([])
})
