import {
  AgreementSigned,
  CoLeaderLeft,
  DeclineInvitation,
  GetAgreement,
  InvitationEnded,
  InviteSchool,
  JoinNetwork,
  LeaveNetwork,
  ListNetworksOfSchool,
  ListSchoolsOfNetwork,
  SchoolInvited,
  SchoolJoined,
  SchoolLeft,
  SuspendNetwork,
} from '@nlc/contracts/membership'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  application,
  formingNetwork,
  givenPerson,
  givenScene,
  issued,
  type Scene,
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
const inDays = (days: number) => plusDays(today(), days)

/** Six schools that belong, and a seventh that does not. */
let scene: Scene
let networkId: string
let agreementId: string
let seventh: string
beforeEach(async () => {
  scene = await givenScene(membership, { schools: 7 })
  seventh = scene.schools[6]!
  const network = await activeNetwork(membership, { ...scene, schools: scene.schools.slice(0, 6) })
  networkId = network.networkId
  agreementId = network.agreementId
})

const signatory = async (urn: string) => ({ as: await acting(scene.heads.get(urn)!) })
const coLeader = async () => ({ as: await acting(scene.coLeaders[0]!.personId) })
const body = async () => ({ as: await theNationalBody() })
const invite = async (urn = seventh) => membership.ask(InviteSchool, { networkId, urn }, await coLeader())
const urnsOn = async (asAt?: string) => (await schoolsOn(membership, networkId, asAt)).map(({ urn }) => urn)
const membershipOf = async (urn: string) =>
  (await membership.ask(ListSchoolsOfNetwork, { networkId, state: 'joined' }, await body())).items.find((item) => item.urn === urn)!

describe('an invitation', () => {
  test('is made by a co-leader, and said once', async () => {
    const invited = await invite()
    expect(invited).toMatchObject({ networkId, urn: seventh, state: 'invited', founding: false, version: 1 })
    expect(await membership.emitted(SchoolInvited, invited.id)).toMatchObject([
      { version: 1, data: { networkId, urn: seventh, founding: false } },
    ])
    expect(await urnsOn()).not.toContain(seventh)
    const listed = await membership.ask(ListNetworksOfSchool, { urn: seventh }, { as: await theClient('portal') })
    expect(listed.items).toMatchObject([{ id: invited.id, state: 'invited' }])
  })

  test('is not made twice, nor to a school that belongs', async () => {
    const { id } = await invite()
    const already = { status: 409, type: '/problems/school-belongs-already' }
    expect(await membership.refusal(InviteSchool, { networkId, urn: seventh }, await coLeader())).toMatchObject({
      ...already,
      membershipId: id,
    })
    const belongs = await membershipOf(scene.schools[0]!)
    expect(await membership.refusal(InviteSchool, { networkId, urn: scene.schools[0] }, await coLeader())).toMatchObject({
      ...already,
      membershipId: belongs.id,
    })
  })

  test('goes to open schools, of networks of schools that are open, from who keeps them', async () => {
    expect(await membership.refusal(InviteSchool, { networkId, urn: '899997' }, await coLeader())).toMatchObject({
      type: '/problems/schools-not-open',
      urns: ['899997'],
    })
    const stranger = await membership.refusal(InviteSchool, { networkId, urn: seventh }, await signatory(seventh))
    expect(stranger).toMatchObject({ status: 404, type: '/problems/no-such-network' })
    const person = { personId: await givenPerson(membership, { urns: [] }) } as never
    const ofPeople = await formingNetwork(membership, application({ schools: [], coLeaders: [person] }, { kind: 'professional-network' }))
    expect(await membership.refusal(InviteSchool, { networkId: ofPeople, urn: seventh }, await body())).toMatchObject({
      type: '/problems/not-this-kind-of-network',
    })
    await membership.ask(SuspendNetwork, { networkId, reason: 'other' }, await body())
    expect(await membership.refusal(InviteSchool, { networkId, urn: seventh }, await coLeader())).toMatchObject({
      type: '/problems/network-not-in-state',
    })
  })

  test('is declined by the school’s signatory or taken back by a co-leader, and can be made again', async () => {
    const { id } = await invite()
    expect(await membership.ask(DeclineInvitation, { membershipId: id }, await signatory(seventh))).toMatchObject({
      state: 'lapsed',
      lapseReason: 'declined',
    })
    expect(await membership.refusal(DeclineInvitation, { membershipId: id }, await signatory(seventh))).toMatchObject({
      status: 409,
      type: '/problems/network-membership-not-in-state',
      state: 'lapsed',
      needed: ['invited'],
    })
    const again = await invite()
    expect(await membership.ask(DeclineInvitation, { membershipId: again.id }, await coLeader())).toMatchObject({
      lapseReason: 'taken-back',
    })
    const said = [...(await membership.emitted(InvitationEnded, id)), ...(await membership.emitted(InvitationEnded, again.id))]
    expect(said.map(({ data }) => data.reason)).toEqual(['declined', 'taken-back'])
    const third = await invite()
    const stranger = await membership.refusal(DeclineInvitation, { membershipId: third.id }, await signatory(scene.schools[3]!))
    expect(stranger).toMatchObject({ status: 404, type: '/problems/no-such-network-membership' })
  })

  test('of a founding school ends by its answer to the agreement alone', async () => {
    const forming = await formingNetwork(membership, application(scene))
    const { items } = await membership.ask(ListSchoolsOfNetwork, { networkId: forming, state: 'invited' }, await body())
    for (const asking of [await signatory(items[0]!.urn), await coLeader(), await body()]) {
      expect(await membership.refusal(DeclineInvitation, { membershipId: items[0]!.id }, asking)).toMatchObject({
        type: '/problems/founding-school-answers',
      })
    }
  })
})

describe('joining', () => {
  test('signs the agreement in force, and belongs from today', async () => {
    const { id } = await invite()
    expect(await membership.ask(JoinNetwork, { membershipId: id }, await signatory(seventh))).toMatchObject({
      state: 'joined',
      firstDay: today(),
    })
    expect(await urnsOn()).toContain(seventh)
    expect(await membership.emitted(SchoolJoined, id)).toMatchObject([
      { version: 2, data: { networkId, urn: seventh, firstDay: today(), agreementId } },
    ])
    const signed = (await membership.emitted(AgreementSigned, agreementId)).at(-1)
    expect(signed!.data).toMatchObject({ urn: seventh, signatoryId: scene.heads.get(seventh) })
    const { parties } = await membership.ask(GetAgreement, { agreementId }, await signatory(seventh))
    expect(parties).toContainEqual(expect.objectContaining({ urn: seventh, answer: 'signed' }))
  })

  test('can begin on a day ahead, within the agreement', async () => {
    const { id } = await invite()
    expect(await membership.refusal(JoinNetwork, { membershipId: id, firstDay: inDays(-1) }, await signatory(seventh))).toMatchObject({
      status: 422,
      type: '/problems/day-out-of-bounds',
      earliest: today(),
    })
    expect(await membership.refusal(JoinNetwork, { membershipId: id, firstDay: inDays(367) }, await signatory(seventh))).toMatchObject({
      latest: inDays(366),
    })
    const firstDay = inDays(20)
    await membership.ask(JoinNetwork, { membershipId: id, firstDay }, await signatory(seventh))
    expect(await urnsOn(inDays(19))).not.toContain(seventh)
    expect(await urnsOn(firstDay)).toContain(seventh)
  })

  test('is the school’s signatory’s, once, while the network runs', async () => {
    const { id } = await invite()
    expect(await membership.refusal(JoinNetwork, { membershipId: id }, await coLeader())).toMatchObject({
      status: 404,
      type: '/problems/no-such-network-membership',
    })
    expect(await membership.refusal(JoinNetwork, { membershipId: id }, await body())).toMatchObject({
      status: 403,
      type: '/problems/needs-person',
    })
    expect(await membership.refusal(JoinNetwork, { membershipId: newId() }, await signatory(seventh))).toMatchObject({ status: 404 })
    expect(
      await membership.refusal(JoinNetwork, { membershipId: id }, { ...(await signatory(seventh)), expectedVersion: 9 }),
    ).toMatchObject({ status: 412 })
    await sql`update school set status = '2' where urn = ${seventh}`.execute(membership.sql)
    expect(await membership.refusal(JoinNetwork, { membershipId: id }, await signatory(seventh))).toMatchObject({
      type: '/problems/schools-not-open',
    })
    await sql`update school set status = '1' where urn = ${seventh}`.execute(membership.sql)
    await membership.ask(JoinNetwork, { membershipId: id }, await signatory(seventh))
    expect(await membership.refusal(JoinNetwork, { membershipId: id }, await signatory(seventh))).toMatchObject({
      type: '/problems/network-membership-not-in-state',
    })
  })

  test('needs an agreement that is in force', async () => {
    const { id } = await invite()
    await sql`update agreement set last_day = ${inDays(-1)}, first_day = ${inDays(-30)} where id = ${agreementId}`.execute(membership.sql)
    expect(await membership.refusal(JoinNetwork, { membershipId: id }, await signatory(seventh))).toMatchObject({
      type: '/problems/no-agreement-in-force',
    })
    await membership.ask(SuspendNetwork, { networkId, reason: 'agreement-lapsed' }, await body())
    expect(await membership.refusal(JoinNetwork, { membershipId: id }, await signatory(seventh))).toMatchObject({
      type: '/problems/network-not-in-state',
    })
  })

  test('a forming network is joined by signing its agreement, not otherwise', async () => {
    const forming = await formingNetwork(membership, application(scene))
    await issued(membership, forming)
    const { items } = await membership.ask(ListSchoolsOfNetwork, { networkId: forming, state: 'invited' }, await body())
    expect(await membership.refusal(JoinNetwork, { membershipId: items[0]!.id }, await signatory(items[0]!.urn))).toMatchObject({
      type: '/problems/network-not-in-state',
      state: 'forming',
    })
  })
})

describe('leaving', () => {
  test('on a day, which counts, with its co-leaders', async () => {
    const { urn, personId } = scene.coLeaders[0]!
    const { id } = await membershipOf(urn)
    const lastDay = inDays(14)
    const left = await membership.ask(LeaveNetwork, { membershipId: id, lastDay, reason: 'commitment' }, await signatory(urn))
    expect(left).toMatchObject({ state: 'joined', lastDay, leavingReason: 'commitment' })
    expect(await membership.emitted(SchoolLeft, id)).toMatchObject([{ data: { networkId, urn, lastDay, reason: 'commitment' } }])
    expect(await membership.emitted(CoLeaderLeft, networkId)).toMatchObject([
      { data: { personId, urn, lastDay, reason: 'school-left-network' } },
    ])
    expect([await urnsOn(lastDay), await urnsOn(inDays(15))].map((urns) => urns.includes(urn))).toEqual([true, false])
    await membership.clock.advance({ days: 15 })
    const { items } = await membership.ask(ListSchoolsOfNetwork, { networkId, state: 'left' }, await body())
    expect(items).toMatchObject([{ id, urn, state: 'left' }])
  })

  test('is corrected while the last day lies ahead, and no longer once it has passed', async () => {
    const urn = scene.schools[4]!
    const { id } = await membershipOf(urn)
    const leave = async (lastDay: string) =>
      membership.ask(LeaveNetwork, { membershipId: id, lastDay, reason: 'other' }, await signatory(urn))
    await leave(inDays(5))
    await leave(inDays(5))
    await leave(inDays(2))
    expect((await membership.emitted(SchoolLeft, id)).map(({ data }) => data.lastDay)).toEqual([inDays(5), inDays(2)])
    await membership.clock.advance({ days: 3 })
    const late = { membershipId: id, lastDay: inDays(1), reason: 'other' }
    expect(await membership.refusal(LeaveNetwork, late, await signatory(urn))).toMatchObject({
      status: 409,
      state: 'left',
      needed: ['joined'],
    })
  })

  test('is the school’s own, or the national body’s; not in the past', async () => {
    const urn = scene.schools[4]!
    const { id: membershipId } = await membershipOf(urn)
    const leave = { membershipId, lastDay: today(), reason: 'other' }
    expect(await membership.refusal(LeaveNetwork, leave, await coLeader())).toMatchObject({
      status: 404,
      type: '/problems/no-such-network-membership',
    })
    expect(await membership.refusal(LeaveNetwork, { ...leave, lastDay: inDays(-1) }, await body())).toMatchObject({
      status: 422,
      earliest: today(),
    })
    const invited = await invite()
    expect(await membership.refusal(LeaveNetwork, { ...leave, membershipId: invited.id }, await body())).toMatchObject({ state: 'invited' })
    expect(await membership.ask(LeaveNetwork, { membershipId, lastDay: today(), reason: 'other' }, await body())).toMatchObject({
      lastDay: today(),
    })
  })

  test('and coming back makes a second membership beside the first', async () => {
    const urn = scene.schools[4]!
    const { id } = await membershipOf(urn)
    await membership.ask(LeaveNetwork, { membershipId: id, lastDay: today(), reason: 'other' }, await signatory(urn))
    await membership.clock.advance({ days: 10 })
    const back = await invite(urn)
    await membership.ask(JoinNetwork, { membershipId: back.id }, await signatory(urn))
    expect([await urnsOn(inDays(-10)), await urnsOn(inDays(-5)), await urnsOn()].map((urns) => urns.includes(urn))).toEqual([
      true,
      false,
      true,
    ])
    // Its signature under this agreement stood already.
    expect((await membership.emitted(AgreementSigned, agreementId)).filter(({ data }) => data.urn === urn)).toHaveLength(1)
  })
})

describe('who belongs', () => {
  test('is answered as was known at an instant', async () => {
    const urn = scene.schools[4]!
    const { id } = await membershipOf(urn)
    const knownBefore = membership.clock.now().toISOString()
    await membership.clock.advance({ days: 1 })
    await membership.ask(LeaveNetwork, { membershipId: id, lastDay: today(), reason: 'other' }, await signatory(urn))
    const ask = async (asKnownAt?: string) =>
      (await membership.ask(ListSchoolsOfNetwork, { networkId, asAt: inDays(3), ...(asKnownAt && { asKnownAt }) }, await body())).items.map(
        (item) => item.urn,
      )
    expect((await ask()).includes(urn)).toBe(false)
    expect((await ask(knownBefore)).includes(urn)).toBe(true)
  })

  test('comes in pages by URN', async () => {
    const page = await membership.ask(ListSchoolsOfNetwork, { networkId, limit: 4 }, await body())
    const rest = await membership.ask(ListSchoolsOfNetwork, { networkId, limit: 4, after: page.next! }, await body())
    expect([...page.items, ...rest.items].map(({ urn }) => urn)).toEqual(scene.schools.slice(0, 6).sort())
    expect(rest.next).toBeUndefined()
    expect(await membership.refusal(ListSchoolsOfNetwork, { networkId: newId() }, await body())).toMatchObject({
      status: 404,
      type: '/problems/no-such-network',
    })
  })

  test('the database refuses a school twice at a time', async () => {
    const insert = sql`
      insert into network_school (id, network_id, urn, state, invited_at, first_day)
      values (${newId()}, ${networkId}, ${scene.schools[0]}, 'joined', now(), ${inDays(100)})`
    await expect(insert.execute(membership.sql)).rejects.toThrow(/network_school_once_at_a_time/)
  })
})
