/** Who may see and do what, from what membership said. */
import { PersonLeftOut, SchoolJoinedGroup } from '@nlc/contracts/membership'
import { type Caller, newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { bareService } from '../test/bare-service.ts'
import {
  delegationRevoked,
  employmentEnds,
  givenDelegate,
  givenEmployment,
  givenGovernor,
  givenGroup,
  givenNetwork,
  givenPartner,
  givenPerson,
  givenProfessionalNetwork,
  givenSchools,
  givenSharing,
  longAgo,
  personMerged,
  schoolLeaves,
  schoolSucceeded,
  sharingWithdrawn,
} from '../test/known-under-test.ts'
import { holds, signatoriesForRelease, standing } from './standing.ts'

const known = testService(bareService)
const { actingPerson, isHolder, mayManageNetwork, mayRelease, maySignFor, seesHeld, seesNetwork } = standing('roles')
beforeAll(() => known.clock.set('2026-11-02T12:00:00Z'))
const today = '2026-11-02'

const caller = (kind: Caller['kind'], client: string, person?: string): Caller => ({
  kind,
  client,
  person,
  scopes: new Set(kind === 'national-body' ? (['national-body'] as const) : []),
})
const nationalBody = caller('national-body', 'national-body')
const acting = (person: string) => caller('national-body', 'national-body', person)
const client = (id: string, person?: string) => caller('mis-vendor', id, person)

const signs = (person: string, place: { urn: string } | { groupId: string }) => maySignFor(known.sql, acting(person), today, place)
const manages = (who: Caller, networkId: string) => mayManageNetwork(known.sql, who, today, networkId)
const seen = (who: Caller, of: { personId: string; networkId: string; urn?: string; groupId?: string }) =>
  holds(known.sql, seesHeld(who, { ...of, urn: of.urn ?? null, groupId: of.groupId ?? null }, today))
const seesNetworkOf = (who: Caller, networkId: string) => holds(known.sql, seesNetwork(who, networkId, today))

test('the head signs for a school; an executive head for each of several; while there is none, the chair of governors, then the trust', async () => {
  const [one, two] = (await givenSchools(known, 2)) as [string, string]
  const groupId = await givenGroup(known, 'multi-academy-trust', [one])
  const chief = await givenPerson(known, { urns: [], employer: { kind: 'trust', reference: groupId }, category: 'head-teacher' })
  expect(await signs(chief, { urn: one })).toBe(true)
  const chair = await givenPerson(known)
  await givenGovernor(known, chair, { urn: one }, { office: 'chair' })
  expect([await signs(chair, { urn: one }), await signs(chief, { urn: one })]).toEqual([true, false])
  const head = await givenPerson(known)
  const employmentId = await givenEmployment(known, head, { urns: [one, two], category: 'head-teacher' })
  expect([await signs(head, { urn: one }), await signs(head, { urn: two }), await signs(chair, { urn: one })]).toEqual([true, true, false])
  // A trust's own signatory is the head of its team, whoever heads its schools.
  expect([await signs(chief, { groupId }), await signs(head, { groupId })]).toEqual([true, false])
  await employmentEnds(known, head, employmentId, '2026-11-01', [one, two])
  expect([await signs(head, { urn: one }), await signs(chair, { urn: one })]).toEqual([false, true])
})

test('a delegate signs while they have a place there, until the last day or until it is revoked', async () => {
  const [urn] = (await givenSchools(known, 1)) as [string]
  const deputy = await givenPerson(known, { urns: [urn], category: 'deputy-or-assistant-head' })
  const stranger = await givenPerson(known)
  const delegationId = await givenDelegate(known, deputy, { urn })
  await givenDelegate(known, stranger, { urn })
  const past = await givenPerson(known, { urns: [urn] })
  await givenDelegate(known, past, { urn }, { lastDay: '2026-11-01' })
  expect([await signs(deputy, { urn }), await signs(stranger, { urn }), await signs(past, { urn })]).toEqual([true, false, false])
  await delegationRevoked(known, { delegationId, urn, personId: deputy, lastDay: '2026-11-01' })
  expect(await signs(deputy, { urn })).toBe(false)
})

test('a head is released by the employer, anybody else by the school, nobody by themselves', async () => {
  const [maintained, academy] = (await givenSchools(known, 2)) as [string, string]
  const groupId = await givenGroup(known, 'single-academy-trust', [academy])
  const chair = await givenPerson(known)
  await givenGovernor(known, chair, { urn: maintained }, { office: 'chair' })
  const trustChair = await givenPerson(known)
  await givenGovernor(known, trustChair, { groupId }, { office: 'chair' })
  const head = await givenPerson(known, { urns: [maintained], category: 'head-teacher' })
  const teacher = await givenPerson(known, { urns: [maintained] })
  const principal = await givenPerson(known, { urns: [academy], category: 'head-teacher', employer: { kind: 'trust', reference: groupId } })
  const release = (personId: string, urn: string) => signatoriesForRelease(known.sql, personId, { urn }, today)
  expect(await release(teacher, maintained)).toEqual([head])
  expect(await release(head, maintained)).toEqual([chair])
  expect(await release(principal, academy)).toEqual([trustChair])
  expect(await mayRelease(known.sql, acting(head), today, teacher, { urn: maintained })).toBe(true)
  expect(await mayRelease(known.sql, acting(head), today, head, { urn: maintained })).toBe(false)
  expect(await mayRelease(known.sql, nationalBody, today, teacher, { urn: maintained })).toBe(false)
})

test('co-leaders manage their network, from the day on which it was formed until they leave; the national body every one', async () => {
  const { networkId, coLeaders, heads } = await givenNetwork(known)
  const other = await givenNetwork(known, { active: false })
  expect(await manages(acting(coLeaders[0]!.personId), networkId)).toBe(true)
  expect(await manages(acting(other.coLeaders[0]!.personId), other.networkId)).toBe(true)
  expect(await manages(acting(other.coLeaders[0]!.personId), networkId)).toBe(false)
  expect(await manages([...heads.values()].map(acting)[0]!, networkId)).toBe(false)
  expect([await manages(nationalBody, networkId), await manages(client('mis'), networkId)]).toEqual([true, false])
})

test('a client acts for those whose school shares roles with it, and for nobody who is left out', async () => {
  const { networkId, coLeaders, schools } = await givenNetwork(known)
  const [coLeader, colleague] = coLeaders as [(typeof coLeaders)[0], (typeof coLeaders)[0]]
  const id = newId()
  const agreementId = await givenSharing(known, id, { urn: schools[0]! })
  expect(await manages(client(id, coLeader.personId), networkId)).toBe(true)
  expect(await manages(client(id, colleague.personId), networkId)).toBe(false)
  expect(await isHolder(known.sql, client(id, coLeader.personId), today, coLeader.personId)).toBe(true)
  expect(await isHolder(known.sql, client(id, colleague.personId), today, colleague.personId)).toBe(false)
  // Nobody is nobody: neither is known.
  expect(await isHolder(known.sql, client(id, newId()), today, newId())).toBe(false)
  expect(await manages(client('another', coLeader.personId), networkId)).toBe(false)
  const controller = { kind: 'school' as const, reference: schools[0]! }
  await known.given(PersonLeftOut, { agreementId, clientId: id, controller, personId: coLeader.personId })
  expect(await actingPerson(known.sql, client(id, coLeader.personId), today)).toBeUndefined()
})

test('other data that a school shares does not open its roles', async () => {
  const { networkId, schools } = await givenNetwork(known)
  const personId = await givenPerson(known, { urns: [schools[0]!] })
  const id = newId()
  await givenSharing(known, id, { urn: schools[0]! }, ['people', 'employments'])
  expect(await seen(client(id), { personId, networkId, urn: schools[0]! })).toBe(false)
  expect(await seesNetworkOf(client(id), networkId)).toBe(false)
})

test('an appointment is seen by who shares, holds, leads or signs, and by no neighbour of theirs', async () => {
  const { networkId, schools, heads, coLeaders } = await givenNetwork(known)
  const [urn, neighbour] = schools as [string, string]
  const personId = await givenPerson(known, { urns: [urn] })
  const colleague = await givenPerson(known, { urns: [urn] })
  const [sharing, other] = [newId(), newId()]
  const agreementId = await givenSharing(known, sharing, { urn })
  await givenSharing(known, other, { urn: neighbour })
  const of = { personId, networkId, urn }
  expect(await seen(nationalBody, of)).toBe(true)
  expect(await seen(client(sharing), of)).toBe(true)
  expect(await seen(client(other), of)).toBe(false)
  expect(await seen(acting(personId), of)).toBe(true)
  expect(await seen(acting(colleague), of)).toBe(false)
  expect(await seen(acting(heads.get(urn)!), of)).toBe(true)
  expect(await seen(acting(heads.get(neighbour)!), of)).toBe(false)
  expect(await seen(acting(coLeaders[1]!.personId), of)).toBe(true)
  // The co-leader is of the neighbour: their client sees it for them, not by itself; the wrong person makes it see nothing.
  expect(await seen(client(other, coLeaders[1]!.personId), of)).toBe(true)
  expect(await seen(client(sharing, coLeaders[1]!.personId), of)).toBe(false)

  const controller = { kind: 'school' as const, reference: urn }
  const leftOutOf = newId()
  const third = await givenSharing(known, leftOutOf, { urn })
  await known.given(PersonLeftOut, { agreementId: third, clientId: leftOutOf, controller, personId })
  expect(await seen(client(leftOutOf), of)).toBe(false)
  expect(await seen(client(leftOutOf, coLeaders[0]!.personId), of)).toBe(false)

  await sharingWithdrawn(known, agreementId, sharing, { urn })
  expect(await seen(client(sharing), of)).toBe(false)
})

test('a trust shares for the schools that it has today; its own people where each of them is shared', async () => {
  const [one, two] = (await givenSchools(known, 2)) as [string, string]
  const groupId = await givenGroup(known, 'multi-academy-trust', [one])
  const { networkId } = await givenNetwork(known)
  const id = newId()
  await givenSharing(known, id, { groupId })
  const [teacher, officer] = [await givenPerson(known, { urns: [one] }), newId()]
  await givenEmployment(known, officer, { urns: [], employer: { kind: 'trust', reference: groupId } })
  expect(await seen(client(id), { personId: teacher, networkId, urn: one })).toBe(true)
  expect(await seen(client(id), { personId: officer, networkId, groupId })).toBe(true)
  expect(await seen(client(id), { personId: teacher, networkId, urn: two })).toBe(false)
  await known.given(SchoolJoinedGroup, { urn: two, groupId, kind: 'multi-academy-trust', firstDay: longAgo })
  expect(await seen(client(id), { personId: teacher, networkId, urn: two })).toBe(true)
})

test('a network is seen by who could hold a role of it, and through schools that share', async () => {
  const network = await givenNetwork(known)
  const { networkId, schools } = network
  const [first, , third] = schools as [string, string, string]
  const teacher = await givenPerson(known, { urns: [third] })
  const governor = await givenPerson(known)
  await givenGovernor(known, governor, { urn: third })
  const partner = await givenPartner(known)
  const stranger = await givenPerson(known, { urns: await givenSchools(known, 1) })
  const id = newId()
  await givenSharing(known, id, { urn: first })
  const sees = async () =>
    Promise.all([teacher, governor, partner.personId, stranger].map((person) => seesNetworkOf(acting(person), networkId)))
  expect(await sees()).toEqual([true, true, true, false])
  expect(await seesNetworkOf(client(id), networkId)).toBe(true)
  expect(await seesNetworkOf(client('another'), networkId)).toBe(false)
  await schoolLeaves(known, network, third, '2026-11-01')
  expect(await sees()).toEqual([false, false, true, false])
})

test('roles of a professional network are for its people', async () => {
  const [urn] = (await givenSchools(known, 1)) as [string]
  const members = [await givenPerson(known, { urns: [urn] }), await givenPerson(known, { urns: [urn] })]
  const outsider = await givenPerson(known, { urns: [urn] })
  const { networkId } = await givenProfessionalNetwork(known, members)
  expect(await manages(acting(members[0]!), networkId)).toBe(true)
  expect(await manages(acting(members[1]!), networkId)).toBe(false)
  const { rows } = await sql<{ affiliation: string }>`
    select affiliation from affiliations_with(${networkId}, ${members[1]!}, ${today}) order by 1`.execute(known.sql)
  expect(rows).toEqual([{ affiliation: 'employment' }, { affiliation: 'network' }])
  expect(await seesNetworkOf(acting(outsider), networkId)).toBe(false)
})

test('records that are united are one person, under either id', async () => {
  const { networkId, schools } = await givenNetwork(known)
  const old = await givenPerson(known, { urns: [schools[2]!], category: 'head-teacher' })
  const kept = await givenPerson(known)
  await personMerged(known, old, kept)
  expect([await signs(old, { urn: schools[2]! }), await signs(kept, { urn: schools[2]! })]).toEqual([true, true])
  expect(await isHolder(known.sql, acting(old), today, kept)).toBe(true)
  expect(await seesNetworkOf(acting(old), networkId)).toBe(true)
})

test('where a school is succeeded, its people, its governors, its co-leader and its membership are the successor’s', async () => {
  const { networkId, schools, heads, coLeaders } = await givenNetwork(known)
  const [urn] = schools as [string]
  const [successor] = (await givenSchools(known, 1)) as [string]
  const chair = await givenPerson(known)
  await givenGovernor(known, chair, { urn }, { office: 'chair' })
  await schoolSucceeded(known, urn, successor, '2026-11-01')
  expect([await signs(heads.get(urn)!, { urn: successor }), await signs(heads.get(urn)!, { urn })]).toEqual([true, false])
  expect(await manages(acting(coLeaders[0]!.personId), networkId)).toBe(true)
  const { rows } = await sql<{ urn: string; through: string }>`
    select s.urn, c.urn as through from known_network_school s, known_co_leader c
    where s.network_id = ${networkId} and c.network_id = ${networkId} and c.person_id = ${coLeaders[0]!.personId}
      and s.urn = any (${[urn, successor]}::text[]) and ${today}::date between s.first_day and coalesce(s.last_day, 'infinity')
      and ${today}::date between c.first_day and coalesce(c.last_day, 'infinity')`.execute(known.sql)
  expect(rows).toEqual([{ urn: successor, through: successor }])
})
