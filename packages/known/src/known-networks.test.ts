/** What becomes of networks, schools, groups and what is shared, event by event. */
import {
  InvitationEnded,
  NetworkDissolved,
  NetworkResumed,
  NetworkSuspended,
  PersonLeftOut,
  PersonTakenIn,
  SchoolChanged,
  SchoolJoinedGroup,
  SchoolLeft,
  SchoolLeftGroup,
  SharingExpired,
  SharingInForce,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { bareService } from '../test/bare-service.ts'
import { givenGroup, givenNetwork, givenPerson, givenSchoolJoined, givenSchools, givenSharing, longAgo } from '../test/known-under-test.ts'
import { findNetwork } from './find-network.ts'

const known = testService(bareService)
const ask = async <T>(question: ReturnType<typeof sql<T>>) => (await question.execute(known.sql)).rows

test('a suspended network goes on as what it was; a dissolved one has no co-leaders after its last day', async () => {
  const { networkId, coLeaders } = await givenNetwork(known)
  await known.given(NetworkSuspended, { networkId, firstDay: '2026-10-01', reason: 'other' })
  expect(await findNetwork(known.sql, networkId)).toMatchObject({ state: 'suspended' })
  await known.given(NetworkResumed, { networkId, firstDay: '2026-10-02', state: 'active' })
  expect(await findNetwork(known.sql, networkId)).toMatchObject({ state: 'active' })
  await known.given(NetworkDissolved, { networkId, lastDay: '2026-12-31', reason: 'completed' })
  const [led] = await ask(sql<{ until: boolean; after: boolean }>`
    select co_leads(${coLeaders[0]!.personId}, ${networkId}, '2026-12-31') as until,
      co_leads(${coLeaders[0]!.personId}, ${networkId}, '2027-01-01') as after`)
  expect(led).toEqual({ until: true, after: false })
})

test('a last day of a membership is told again where it is corrected; one that never began is dropped', async () => {
  const [urn] = (await givenSchools(known, 1)) as [string]
  const networkId = newId()
  const membershipId = await givenSchoolJoined(known, networkId, urn)
  const left = { membershipId, networkId, urn, reason: 'commitment' as const }
  const lastDays = () => ask(sql`select last_day as "lastDay" from known_network_school where membership_id = ${membershipId}`)
  await known.given(SchoolLeft, { ...left, lastDay: '2026-08-31' })
  expect(await lastDays()).toEqual([{ lastDay: '2026-08-31' }])
  await known.given(SchoolLeft, { ...left, lastDay: '2026-12-31' })
  expect(await lastDays()).toEqual([{ lastDay: '2026-12-31' }])
  await known.given(InvitationEnded, { membershipId, networkId, urn, reason: 'school-closed' })
  expect(await lastDays()).toEqual([])
})

test('a school has the code of an authority from a day on, and the codes before for the days before', async () => {
  const [urn] = (await givenSchools(known, 1, { laCode: '909' })) as [string]
  const changed = { urn, name: 'Renamed', status: '1' as const, changed: ['local-authority' as const] }
  await known.given(SchoolChanged, { ...changed, laCode: '942', laFirstDay: '2023-04-01' })
  const codes = () => ask(sql`select la_code_of(${urn}, '2023-03-31') as before, la_code_of(${urn}, '2023-04-01') as since`)
  expect(await codes()).toEqual([{ before: '909', since: '942' }])
  await known.given(SchoolChanged, { ...changed, laCode: '943', laFirstDay: '2023-04-01' })
  expect(await codes()).toEqual([{ before: '909', since: '943' }])
})

test('a school is of a trust from its first day to its last, also where a day is corrected', async () => {
  const [urn] = (await givenSchools(known, 1)) as [string]
  const groupId = await givenGroup(known, 'multi-academy-trust', [urn])
  const kind = 'multi-academy-trust' as const
  const trustOn = async (day: string) => (await ask(sql<{ trust: string | null }>`select trust_of(${urn}, ${day}) as trust`))[0]!.trust
  await known.given(SchoolJoinedGroup, { urn, groupId, kind, firstDay: '2021-09-01', replacesFirstDay: longAgo })
  expect([await trustOn('2021-08-31'), await trustOn('2021-09-01')]).toEqual([null, groupId])
  await known.given(SchoolLeftGroup, { urn, groupId, kind, firstDay: '2021-09-01', lastDay: '2025-08-31' })
  expect([await trustOn('2025-08-31'), await trustOn('2025-09-01')]).toEqual([groupId, null])
})

test('who is left out stays so where the agreement is renewed, or offered by a successor, until they are taken in', async () => {
  const [urn] = (await givenSchools(known, 1)) as [string]
  const personId = await givenPerson(known, { urns: [urn] })
  const clientId = newId()
  const controller = { kind: 'school' as const, reference: urn }
  const leftOut = async () => (await ask(sql<{ is: boolean }>`select is_left_out(${clientId}, ${personId}) as is`))[0]!.is
  const first = await givenSharing(known, clientId, { urn })
  await known.given(PersonLeftOut, { agreementId: first, clientId, controller, personId })
  expect(await leftOut()).toBe(true)
  const terms = {
    ...{ clientId, controller, lawfulBasis: 'public-task' as const, dataClasses: ['roles' as const] },
    ...{ reviewDay: '2031-01-01', lastDay: '2031-01-01', signatoryId: newId() },
  }
  const renewal = newId()
  await known.given(SharingInForce, { agreementId: renewal, ...terms, signedAt: '2026-01-01T00:00:00Z' })
  expect(await leftOut()).toBe(true)
  await known.given(SharingExpired, { agreementId: first, clientId, controller, reason: 'renewed' })
  expect(await leftOut()).toBe(true)
  await known.given(SharingExpired, { agreementId: renewal, clientId, controller, reason: 'school-succeeded' })
  const [successor] = (await givenSchools(known, 1)) as [string]
  const inPlace = { agreementId: newId(), ...terms, controller: { kind: 'school' as const, reference: successor }, inPlaceOf: renewal }
  await known.given(SharingInForce, { ...inPlace, signedAt: '2026-02-01T00:00:00Z' })
  expect(await leftOut()).toBe(true)
  await known.given(PersonTakenIn, { agreementId: inPlace.agreementId, clientId, controller: inPlace.controller, personId })
  expect(await leftOut()).toBe(false)
})
