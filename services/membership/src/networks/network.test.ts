import {
  AgreementSuperseded,
  DissolveNetwork,
  GetAgreement,
  GetNetwork,
  InvitationEnded,
  InviteSchool,
  JoinProfessionalNetwork,
  ListCoLeaders,
  ListCoLeaderVacancies,
  ListNetworks,
  NetworkDissolved,
  NetworkResumed,
  NetworkRevised,
  NetworkSuspended,
  NetworkSustaining,
  PersonLeftNetwork,
  ResumeNetwork,
  ReviseNetwork,
  SchoolLeft,
  StepDown,
  SuspendNetwork,
  SustainNetwork,
} from '@nlc/contracts/membership'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  application,
  formingNetwork,
  givenPerson,
  givenScene,
  issued,
  schoolsOn,
  theClient,
  theNationalBody,
} from '../../test/networks-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())

describe('the states of a network', () => {
  test('active → sustaining → suspended → sustaining, each said once', async () => {
    const { networkId } = await activeNetwork(membership, await givenScene(membership))
    const as = await theNationalBody()
    expect(await membership.ask(SustainNetwork, { networkId }, { as })).toMatchObject({ state: 'sustaining' })
    const suspended = await membership.ask(SuspendNetwork, { networkId, reason: 'agreement-lapsed' }, { as })
    expect(suspended).toMatchObject({ state: 'suspended', suspensionReason: 'agreement-lapsed' })
    const resumed = await membership.ask(ResumeNetwork, { networkId }, { as })
    expect(resumed.state).toBe('sustaining')
    expect(resumed).not.toHaveProperty('suspensionReason')
    const said = [
      ...(await membership.emitted(NetworkSustaining, networkId)),
      ...(await membership.emitted(NetworkSuspended, networkId)),
      ...(await membership.emitted(NetworkResumed, networkId)),
    ]
    expect(said.map(({ version, data }) => ({ version, ...data }))).toEqual([
      { version: 3, networkId, firstDay: today() },
      { version: 4, networkId, firstDay: today(), reason: 'agreement-lapsed' },
      { version: 5, networkId, firstDay: today(), state: 'sustaining' },
    ])
  })

  test('what does not follow from a state is refused with the states from which it does', async () => {
    const networkId = await formingNetwork(membership, application(await givenScene(membership)))
    const as = await theNationalBody()
    const problem = { status: 409, type: '/problems/network-not-in-state' }
    expect(await membership.refusal(SustainNetwork, { networkId }, { as })).toMatchObject({
      ...problem,
      state: 'forming',
      needed: ['active'],
    })
    expect(await membership.refusal(ResumeNetwork, { networkId }, { as })).toMatchObject({ ...problem, needed: ['suspended'] })
    await membership.ask(SuspendNetwork, { networkId, reason: 'other' }, { as })
    expect(await membership.refusal(SuspendNetwork, { networkId, reason: 'other' }, { as })).toMatchObject({
      ...problem,
      state: 'suspended',
    })
    expect(await membership.refusal(SuspendNetwork, { networkId, reason: 'other' }, { as, expectedVersion: 1 })).toMatchObject({
      status: 412,
      version: 2,
    })
    await membership.ask(DissolveNetwork, { networkId, reason: 'other' }, { as })
    expect(await membership.refusal(DissolveNetwork, { networkId, reason: 'other' }, { as })).toMatchObject({
      ...problem,
      state: 'dissolved',
    })
    expect(await membership.refusal(ReviseNetwork, { networkId, name: 'New' }, { as })).toMatchObject({ ...problem, state: 'dissolved' })
  })

  test('are the national body’s to change', async () => {
    const scene = await givenScene(membership)
    const { networkId } = await activeNetwork(membership, scene)
    const as = await acting(scene.coLeaders[0]!.personId)
    for (const [operation, input] of [
      [SustainNetwork, {}],
      [SuspendNetwork, { reason: 'other' }],
      [ResumeNetwork, {}],
      [DissolveNetwork, { reason: 'other' }],
    ] as const) {
      expect(await membership.refusal(operation, { networkId, ...input }, { as })).toMatchObject({ status: 403, scope: 'national-body' })
      expect(await membership.refusal(operation, { networkId: newId(), ...input }, { as: await theNationalBody() })).toMatchObject({
        status: 404,
      })
    }
    expect(await membership.ask(GetNetwork, { networkId }, { as })).toMatchObject({ state: 'active' })
  })
})

describe('dissolving', () => {
  test('ends what belongs to the network on its last day, today', async () => {
    const scene = await givenScene(membership, { schools: 7 })
    const { networkId, agreementId } = await activeNetwork(membership, { ...scene, schools: scene.schools.slice(0, 6) })
    await membership.ask(InviteSchool, { networkId, urn: scene.schools[6]! }, { as: await theNationalBody() })
    const next = await issued(membership, networkId)
    await membership.clock.advance({ days: 10 })
    const as = await theNationalBody()
    expect(await membership.ask(DissolveNetwork, { networkId, reason: 'completed' }, { as })).toMatchObject({
      state: 'dissolved',
      dissolvedOn: today(),
      dissolutionReason: 'completed',
    })
    expect(await membership.emitted(NetworkDissolved, networkId)).toMatchObject([{ data: { lastDay: today(), reason: 'completed' } }])
    const left = (await membership.emitted(SchoolLeft)).filter(({ data }) => data.networkId === networkId)
    expect(left.map(({ data }) => [data.urn, data.lastDay, data.reason])).toEqual(
      [...scene.schools.slice(0, 6)].sort().map((urn) => [urn, today(), 'network-dissolved']),
    )
    expect((await membership.emitted(InvitationEnded)).filter(({ data }) => data.networkId === networkId)).toMatchObject([
      { data: { urn: scene.schools[6], reason: 'network-dissolved' } },
    ])
    for (const id of [agreementId, next]) {
      expect(await membership.ask(GetAgreement, { agreementId: id }, { as })).toMatchObject({ state: 'superseded' })
      expect(await membership.emitted(AgreementSuperseded, id)).toHaveLength(1)
    }
    expect(await membership.ask(GetAgreement, { agreementId }, { as })).toMatchObject({ lastDay: today() })

    expect((await schoolsOn(membership, networkId)).length).toBe(6)
    const tomorrow = plusDays(today(), 1)
    expect(await schoolsOn(membership, networkId, tomorrow)).toEqual([])
    const { items: coLeaders } = await membership.ask(ListCoLeaders, { networkId }, { as })
    expect(coLeaders.map(({ lastDay, reason }) => ({ lastDay, reason }))).toEqual([
      { lastDay: today(), reason: 'network-dissolved' },
      { lastDay: today(), reason: 'network-dissolved' },
    ])
  })

  test('closes vacancies, and the people of a professional network leave', async () => {
    const coordinators = [await givenPerson(membership, { urns: [] }), await givenPerson(membership, { urns: [] })]
    const networkId = await formingNetwork(
      membership,
      application({ schools: [], coLeaders: coordinators.map((personId) => ({ personId }) as never) }, { kind: 'professional-network' }),
    )
    const member = await givenPerson(membership, { urns: [] })
    await membership.ask(JoinProfessionalNetwork, { networkId }, { as: await acting(member) })
    await membership.ask(StepDown, { networkId, personId: coordinators[0]!, lastDay: today() }, { as: await acting(coordinators[0]!) })
    const as = await theNationalBody()
    await membership.ask(DissolveNetwork, { networkId, reason: 'at-its-own-wish' }, { as })
    const left = (await membership.emitted(PersonLeftNetwork)).filter(({ data }) => data.networkId === networkId)
    expect(left).toMatchObject([{ data: { personId: member, lastDay: today() } }])
    const { items } = await membership.ask(ListCoLeaderVacancies, { limit: 200 }, { as })
    expect(items.filter((vacancy) => vacancy.networkId === networkId)).toEqual([])
  })
})

describe('the directory', () => {
  test('is open to every client that may read networks', async () => {
    const { networkId } = await activeNetwork(membership, await givenScene(membership))
    const as = await theClient('anybody')
    expect(await membership.ask(GetNetwork, { networkId }, { as })).toMatchObject({ id: networkId, state: 'active' })
    expect((await membership.ask(ListNetworks, { ids: [networkId] }, { as })).items).toMatchObject([{ id: networkId }])
    expect(await membership.refusal(GetNetwork, { networkId: newId() }, { as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-network',
    })
  })

  test('is filtered by state, kind, programme, school and the school’s local authority of the day', async () => {
    const scene = await givenScene(membership)
    const { networkId } = await activeNetwork(membership, scene)
    await sql`insert into local_authority (code, name) values ('943', 'Westmorland and Furness'), ('888', 'Lancashire') on conflict do nothing`.execute(
      membership.sql,
    )
    const reorganised = plusDays(today(), 5)
    const [urn] = scene.schools as [string]
    await sql`update school_local_authority set last_day = ${plusDays(reorganised, -1)} where urn = ${urn}`.execute(membership.sql)
    await sql`insert into school_local_authority (urn, la_code, first_day) values (${urn}, '943', ${reorganised})`.execute(membership.sql)
    const as = await theClient('portal')
    const found = async (filter: object) =>
      (await membership.ask(ListNetworks, { limit: 200, ...filter }, { as })).items.some(({ id }) => id === networkId)
    expect(await found({ state: 'active', kind: 'school-network', programmeCode: 'national', urn, laCode: '909' })).toBe(true)
    expect(await found({ state: 'forming' })).toBe(false)
    expect(await found({ kind: 'professional-network' })).toBe(false)
    expect(await found({ programmeCode: 'islands' })).toBe(false)
    expect(await found({ urn: '899999' })).toBe(false)
    expect(await found({ laCode: '888' })).toBe(false)
    expect(await found({ laCode: '943' })).toBe(false)
    expect(await found({ laCode: '943', asAt: reorganised })).toBe(true)
    expect(await found({ laCode: '943', asAt: plusDays(reorganised, -1) })).toBe(false)
  })

  test('comes in pages without a gap or a repeat, and refuses a cursor that is not its own', async () => {
    const scene = await givenScene(membership)
    const made = []
    for (let n = 0; n < 3; n++) made.push(await formingNetwork(membership, application(scene)))
    const as = await theClient('portal')
    const urn = scene.schools[0]!
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await membership.ask(ListNetworks, { urn, limit: 1, ...(after && { after }) }, { as })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(seen).toEqual(made)
    expect(await membership.refusal(ListNetworks, { after: 'bm90IG91cnM' }, { as })).toMatchObject({
      status: 400,
      type: '/problems/invalid-input',
    })
  })

  test('is followed: what moved since comes again, and what left the list is named', async () => {
    const scene = await givenScene(membership)
    const { networkId } = await activeNetwork(membership, scene)
    const as = await theClient('portal')
    const [urn] = scene.schools as [string]
    const { updatedUntil } = await membership.ask(ListNetworks, { urn, state: 'active' }, { as })
    // Far behind: every network that was written since is a repeat.
    expect(
      (await membership.ask(ListNetworks, { urn, state: 'active', updatedSince: updatedUntil }, { as })).items.map(({ id }) => id),
    ).toEqual([networkId])
    const { rows } = await sql<{
      now: string
    }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(membership.sql)
    const updatedSince = rows[0]!.now
    expect(await membership.ask(ListNetworks, { urn, state: 'active', updatedSince }, { as })).toMatchObject({ items: [], gone: [] })
    await membership.ask(SuspendNetwork, { networkId, reason: 'other' }, { as: await theNationalBody() })
    expect(await membership.ask(ListNetworks, { urn, state: 'active', updatedSince }, { as })).toMatchObject({
      items: [],
      gone: [networkId],
    })
    expect(await membership.ask(ListNetworks, { urn, updatedSince }, { as })).toMatchObject({
      items: [{ id: networkId, state: 'suspended' }],
    })
  })

  test('a network that a school came to moves the list of that school', async () => {
    const scene = await givenScene(membership, { schools: 7 })
    const { networkId } = await activeNetwork(membership, { ...scene, schools: scene.schools.slice(0, 6) })
    const as = await theClient('portal')
    const urn = scene.schools[6]!
    const { rows } = await sql<{
      now: string
    }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(membership.sql)
    const updatedSince = rows[0]!.now
    expect((await membership.ask(ListNetworks, { urn, updatedSince }, { as })).items).toEqual([])
    await membership.ask(InviteSchool, { networkId, urn }, { as: await acting(scene.coLeaders[0]!.personId) })
    expect((await membership.ask(ListNetworks, { urn, updatedSince }, { as })).items).toMatchObject([{ id: networkId }])
  })

  test('answers as of a day, and as was known then', async () => {
    const { networkId } = await activeNetwork(membership, await givenScene(membership))
    const asWas = today()
    const known = membership.clock.now().toISOString()
    await membership.clock.advance({ days: 3 })
    const as = await theNationalBody()
    await membership.ask(SuspendNetwork, { networkId, reason: 'other' }, { as })
    expect(await membership.ask(GetNetwork, { networkId }, { as })).toMatchObject({ state: 'suspended' })
    expect(await membership.ask(GetNetwork, { networkId, asAt: asWas }, { as })).toMatchObject({ state: 'active' })
    expect(await membership.ask(GetNetwork, { networkId, asAt: today() }, { as })).toMatchObject({ state: 'suspended' })
    expect(await membership.ask(GetNetwork, { networkId, asKnownAt: known }, { as })).toMatchObject({ state: 'active' })
    expect(await membership.refusal(GetNetwork, { networkId, asAt: plusDays(asWas, -1) }, { as })).toMatchObject({ status: 404 })
    const active = await membership.ask(ListNetworks, { ids: [networkId], state: 'active', asAt: asWas }, { as })
    expect(active.items).toHaveLength(1)
  })
})

test('a network is described anew by its co-leaders and the national body, and says so where something changed', async () => {
  const scene = await givenScene(membership)
  const { networkId } = await activeNetwork(membership, scene)
  const as = await acting(scene.coLeaders[1]!.personId)
  const revised = await membership.ask(ReviseNetwork, { networkId, name: 'Furness', learningLevels: ['adult'] }, { as })
  expect(revised).toMatchObject({ name: 'Furness', learningLevels: ['adult'], focus: 'Writing in year 4' })
  expect(await membership.ask(ReviseNetwork, { networkId, name: 'Furness' }, { as })).toMatchObject({ version: revised.version })
  expect(await membership.emitted(NetworkRevised, networkId)).toMatchObject([{ data: { learningLevels: ['adult'] } }])
  for (const stranger of [await acting(scene.heads.get(scene.schools[0]!)!), await theClient('portal')]) {
    expect(await membership.refusal(ReviseNetwork, { networkId, name: 'Mine' }, { as: stranger })).toMatchObject({
      status: 404,
      type: '/problems/no-such-network',
    })
  }
})
