/** What becomes of a network when one of its schools closes, or another school carries it on. */
import {
  AgreementSignatureAsked,
  AgreementSignatureOverdue,
  AgreementSigned,
  CoLeaderLeft,
  DecideSuccession,
  GetAgreement,
  GetNetwork,
  InvitationEnded,
  ListCoLeaders,
  ListSchoolsOfNetwork,
  RefuseAgreement,
  SchoolJoined,
  SchoolLeft,
  SchoolSucceeded,
  SignAgreement,
} from '@nlc/contracts/membership'
import { dayInLondon, enqueueIn } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  application,
  formingNetwork,
  givenScene,
  givenSchools,
  issued,
  type Scene,
  schoolsOn,
  signedBy,
  theNationalBody,
} from '../../test/networks-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'
import { endMembershipsOfClosedSchool } from './end-memberships-of-closed-school.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())
const inDays = (days: number) => plusDays(today(), days)
const registrar = () => token({ kind: 'national-body', scopes: ['register:write', 'national-body'] })

let scene: Scene
let networkId: string
let agreementId: string
let school: string
let coLeader: string
let successor: string
beforeEach(async () => {
  scene = await givenScene(membership)
  ;({ networkId, agreementId } = await activeNetwork(membership, scene))
  ;({ urn: school, personId: coLeader } = scene.coLeaders[0]!)
  ;[successor] = (await givenSchools(membership, 1)) as [string]
})

/** As the register's import does it. */
async function closes(urn: string, lastDay: string): Promise<void> {
  await sql`update school set status = '2', last_day = ${lastDay} where urn = ${urn}`.execute(membership.sql)
  await enqueueIn(membership.sql, endMembershipsOfClosedSchool, { urn }, { runAt: membership.clock.now() })
  await membership.idle()
}

async function succeeds(urn: string, firstDay: string): Promise<void> {
  await membership.ask(DecideSuccession, { urn, successorUrn: successor, firstDay, reason: 'It carries on.' } as never, {
    as: await registrar(),
  })
  await membership.idle()
}

const urnsOn = async (asAt: string) => (await schoolsOn(membership, networkId, asAt)).map(({ urn }) => urn)
const membershipOf = async (urn: string) => (await schoolsOn(membership, networkId)).find((item) => item.urn === urn)!
const body = async () => ({ as: await theNationalBody() })
const headOf = async (urn: string) => ({ as: await acting(scene.heads.get(urn)!) })

describe('a school that closes', () => {
  test('belongs until its closing day, and its co-leaders leave with it', async () => {
    const { id } = await membershipOf(school)
    const closingDay = inDays(7)
    await closes(school, closingDay)
    expect(await membership.emitted(SchoolLeft, id)).toMatchObject([
      { data: { urn: school, lastDay: closingDay, reason: 'school-closed' } },
    ])
    expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([{ data: { personId: coLeader, lastDay: closingDay } }])
    expect([(await urnsOn(closingDay)).includes(school), (await urnsOn(inDays(8))).includes(school)]).toEqual([true, false])
  })

  test('is followed where the register corrects the day, and says nothing twice', async () => {
    const { id } = await membershipOf(school)
    await closes(school, inDays(7))
    await closes(school, inDays(7))
    await closes(school, inDays(4))
    expect((await membership.emitted(SchoolLeft, id)).map(({ data }) => data.lastDay)).toEqual([inDays(7), inDays(4)])
    expect((await membership.emitted(CoLeaderLeft, networkId)).map(({ data }) => data.lastDay)).toEqual([inDays(7), inDays(4)])
  })

  test('is no longer invited', async () => {
    const forming = await formingNetwork(membership, application(scene))
    await closes(school, inDays(1))
    const ended = (await membership.emitted(InvitationEnded)).filter(({ data }) => data.networkId === forming)
    expect(ended).toMatchObject([{ data: { urn: school, reason: 'school-closed' } }])
  })

  test('waits where its succession waits to be decided, and leaves where that is declined', async () => {
    const { id } = await membershipOf(school)
    await sql`insert into school_succession (urn, state) values (${school}, 'awaiting-decision')`.execute(membership.sql)
    const closingDay = inDays(2)
    await closes(school, closingDay)
    expect(await membership.emitted(SchoolLeft, id)).toEqual([])
    const { rows } = await sql<{ version: number }>`select version from school_succession where urn = ${school}`.execute(membership.sql)
    const decline = { urn: school, reason: 'Its pupils went to many schools.' }
    await membership.ask(DecideSuccession, decline as never, { as: await registrar(), expectedVersion: rows[0]!.version })
    await membership.idle()
    expect(await membership.emitted(SchoolLeft, id)).toMatchObject([{ data: { lastDay: closingDay, reason: 'school-closed' } }])
  })
})

describe('a school that another carries on', () => {
  test('its membership and co-leader go on there, under their ids, without an end and a start', async () => {
    const { id } = await membershipOf(school)
    const { items } = await membership.ask(ListCoLeaders, { networkId }, await body())
    const co = items.find(({ personId }) => personId === coLeader)!
    await membership.clock.advance({ days: 30 })
    const firstDay = today()
    await succeeds(school, firstDay)

    expect(await membership.emitted(SchoolSucceeded, school)).toMatchObject([{ data: { successorUrn: successor, firstDay } }])
    expect(await membership.emitted(SchoolLeft, id)).toEqual([])
    expect(await membership.emitted(SchoolJoined, id)).toHaveLength(1)
    expect(await membership.emitted(CoLeaderLeft, networkId)).toEqual([])
    const now = await membershipOf(successor)
    expect(now).toMatchObject({ id, firstDay, founding: true })
    expect([(await urnsOn(inDays(-1))).includes(school), (await urnsOn(firstDay)).includes(school)]).toEqual([true, false])
    expect((await urnsOn(inDays(-1))).includes(successor)).toBe(false)

    const after = (await membership.ask(ListCoLeaders, { networkId }, await body())).items.find(({ personId }) => personId === coLeader)
    expect(after).toMatchObject({ id: co.id, urn: successor, firstDay })
    const before = await membership.ask(ListCoLeaders, { networkId, asAt: inDays(-1) }, await body())
    expect(before.items.find(({ personId }) => personId === coLeader)).toMatchObject({ urn: school, lastDay: inDays(-1) })
    // Who works at the one works at the other: nobody left.
    await membership.clock.advance({ days: 2 })
    await membership.idle()
    expect(await membership.emitted(CoLeaderLeft, networkId)).toEqual([])
  })

  test('signs for itself within 60 days, while the agreement stands', async () => {
    const firstDay = today()
    await succeeds(school, firstDay)
    const signBy = plusDays(firstDay, 60)
    expect(await membership.emitted(AgreementSignatureAsked, agreementId)).toMatchObject([
      { data: { networkId, number: 1, urn: successor, predecessorUrn: school, signBy } },
    ])
    const asked = await membership.ask(GetAgreement, { agreementId }, await body())
    expect(asked.state).toBe('in-force')
    expect(asked.parties).toContainEqual({ urn: successor, answer: 'asked', signBy })
    expect(asked.parties).toContainEqual(expect.objectContaining({ urn: school, answer: 'signed', succeededBy: successor }))
    expect(await membership.ask(GetNetwork, { networkId }, await body())).toMatchObject({ state: 'active' })

    // Its head is the one who came with the school.
    const signed = await membership.ask(SignAgreement, { agreementId, urn: successor }, await headOf(school))
    expect(signed.state).toBe('in-force')
    expect((await membership.emitted(AgreementSigned, agreementId)).at(-1)!.data).toMatchObject({ urn: successor })
    await membership.clock.advance({ days: 61 })
    await membership.idle()
    expect(await membership.emitted(AgreementSignatureOverdue, agreementId)).toEqual([])
  })

  test('that does not sign is told to the national body', async () => {
    await succeeds(school, today())
    await membership.clock.advance({ days: 61 })
    await membership.idle()
    expect(await membership.emitted(AgreementSignatureOverdue, agreementId)).toMatchObject([{ data: { networkId, urn: successor } }])
  })

  test('that refuses leaves; the agreement of the others stands', async () => {
    await succeeds(school, today())
    await membership.ask(RefuseAgreement, { agreementId, urn: successor, reason: 'governors-decided' }, await headOf(school))
    expect(await membership.ask(GetAgreement, { agreementId }, await body())).toMatchObject({ state: 'in-force' })
    const left = (await membership.emitted(SchoolLeft)).filter(({ data }) => data.networkId === networkId)
    expect(left).toMatchObject([{ data: { urn: successor, lastDay: today(), reason: 'agreement-refused' } }])
  })

  test('while the agreement waits for signatures signs in its place', async () => {
    const forming = await formingNetwork(membership, application(scene))
    const open = await issued(membership, forming)
    await signedBy(
      membership,
      open,
      scene,
      scene.schools.filter((urn) => urn !== school),
    )
    await succeeds(school, today())
    expect(await membership.ask(GetAgreement, { agreementId: open }, await body())).toMatchObject({ state: 'partially-signed' })
    expect(await membership.ask(SignAgreement, { agreementId: open, urn: successor }, await headOf(school))).toMatchObject({
      state: 'in-force',
    })
    expect(await membership.ask(GetNetwork, { networkId: forming }, await body())).toMatchObject({ state: 'active' })
  })

  test('that belonged already takes it in: one membership, and the last signature awaited may be nobody’s any more', async () => {
    const member = scene.schools[5]!
    const forming = await formingNetwork(membership, application(scene))
    const open = await issued(membership, forming)
    await signedBy(
      membership,
      open,
      scene,
      scene.schools.filter((urn) => urn !== school),
    )
    successor = member
    await succeeds(school, today())
    expect((await urnsOn(today())).filter((urn) => urn === member)).toHaveLength(1)
    expect(await urnsOn(today())).not.toContain(school)
    expect((await membership.ask(ListSchoolsOfNetwork, { networkId, asAt: today() }, await body())).items).toHaveLength(5)
    expect(await membership.ask(GetAgreement, { agreementId: open }, await body())).toMatchObject({ state: 'in-force' })
    expect(await membership.ask(GetNetwork, { networkId: forming }, await body())).toMatchObject({ state: 'active' })
  })

  test('though it was closed here before its successor was known, belongs from its first day on', async () => {
    await membership.clock.advance({ days: 3 })
    await closes(school, inDays(-1))
    expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([{ data: { personId: coLeader, lastDay: inDays(-1) } }])
    await succeeds(school, today())
    const back = await membershipOf(successor)
    expect(back).toMatchObject({ firstDay: today(), founding: true })
    expect(await membership.emitted(SchoolJoined, back.id)).toMatchObject([{ data: { urn: successor, agreementId } }])
    const { items, vacancies } = await membership.ask(ListCoLeaders, { networkId }, await body())
    expect(items.find(({ personId }) => personId === coLeader)).toMatchObject({ urn: successor, firstDay: today() })
    expect(vacancies).toEqual([])
  })
})
