import { NetworkDissolved, NetworkSuspended } from '@nlc/contracts/membership'
import {
  CloseLeadershipGroup,
  DeclineGroupInvitation,
  FoundLeadershipGroup,
  GetLeadershipGroup,
  GroupInvitationDeclined,
  GroupLeadNamed,
  GroupMembershipMoved,
  InvitedToGroup,
  InviteToGroup,
  JoinedGroup,
  JoinGroup,
  LeadershipGroupClosed,
  LeadershipGroupFounded,
  LeadershipGroupRevised,
  LeaveGroup,
  LeftGroup,
  ListGroupMemberships,
  ListLeadershipGroups,
  NameGroupLead,
  ReviseLeadershipGroup,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { confirmed, givenScene, givenTeacher, type Scene } from '../../test/appointments-under-test.ts'
import {
  acting,
  employmentEnds,
  givenEmployment,
  givenGovernor,
  givenNetwork,
  givenPerson,
  givenProfessionalNetwork,
  givenSharing,
  newUrn,
  personMerged,
  schoolLeaves,
  schoolSucceeded,
  theClient,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let scene: Scene
let n = 0

beforeAll(async () => {
  await roles.clock.set('2026-11-02T12:00:00Z')
  scene = await givenScene(roles)
})

const described = () => ({
  name: `Reading ${++n}`,
  focus: 'Reading aloud in every subject.',
  learningLevel: 'school-to-school' as const,
  outcomesForPupils: 'More pupils read with understanding at eleven.',
})
/** Somebody of the staff of a school, with a token. */
const teacher = async (urn = scene.urn) => {
  const { personId, holder: as, employmentId } = await givenTeacher(roles, urn)
  return { personId, as, urn, employmentId }
}
/** Founded by a teacher, who leads it. */
async function group(of: Scene = scene) {
  const lead = await teacher(of.urn)
  const founded = await roles.ask(FoundLeadershipGroup, { networkId: of.networkId, urn: of.urn, ...described() }, { as: lead.as })
  return { groupId: founded.id, lead }
}
const join = (groupId: string, { as, urn }: { as: string; urn: string }) => roles.ask(JoinGroup, { groupId, urn }, { as })
const members = async (groupId: string, as?: string) =>
  (await roles.ask(ListGroupMemberships, { groupId }, { as: as ?? (await theNationalBody()) })).items
const get = async (groupId: string) => roles.ask(GetLeadershipGroup, { groupId }, { as: await theNationalBody() })

describe('a group is founded', () => {
  test('by a teacher of any school of the network, with a focus of its own; whoever founds it leads it', async () => {
    const { as, personId } = await teacher()
    const founded = await roles.ask(FoundLeadershipGroup, { networkId: scene.networkId, urn: scene.urn, ...described() }, { as })
    expect(founded).toMatchObject({ networkId: scene.networkId, state: 'open', members: 1, schools: 1, firstDay: '2026-11-02', version: 1 })
    expect(await members(founded.id)).toMatchObject([{ personId, urn: scene.urn, governor: false, state: 'joined', leads: true }])
    const [said] = await roles.emitted(LeadershipGroupFounded, founded.id)
    expect(said!.data).toEqual({
      groupId: founded.id,
      networkId: scene.networkId,
      learningLevel: 'school-to-school',
      firstDay: '2026-11-02',
    })
    expect((await roles.emitted(JoinedGroup)).at(-1)!.data).toMatchObject({ groupId: founded.id, personId, leads: true })
  })

  test('by a governor; by a co-leader, who need not be in it', async () => {
    const personId = await givenPerson(roles)
    await givenGovernor(roles, personId, { urn: scene.urn })
    const input = { networkId: scene.networkId, urn: scene.urn, ...described() }
    const founded = await roles.ask(FoundLeadershipGroup, input, { as: await acting(personId) })
    expect(await members(founded.id)).toMatchObject([{ personId, governor: true }])
    expect(await roles.ask(FoundLeadershipGroup, { networkId: scene.networkId, ...described() }, { as: scene.manager })).toMatchObject({
      members: 0,
    })
  })

  test('it has to say which outcomes for pupils it aims to improve', async () => {
    const { outcomesForPupils: _, ...without } = described()
    const input = { networkId: scene.networkId, ...without }
    expect(await roles.refusal(FoundLeadershipGroup, input, { as: scene.manager })).toMatchObject({
      status: 400,
      errors: [{ at: '/outcomesForPupils' }],
    })
  })

  test('in an active network of schools that they are of; to strangers there is no such network', async () => {
    const input = { networkId: scene.networkId, urn: scene.urn, ...described() }
    const nothing = { status: 404, type: '/problems/no-such-network' }
    const other = await givenNetwork(roles)
    for (const as of [await acting(await givenPerson(roles)), await acting(other.coLeaders[0]!.personId), await theClient(newId())])
      expect(await roles.refusal(FoundLeadershipGroup, input, { as })).toMatchObject(nothing)
    expect(await roles.refusal(FoundLeadershipGroup, { ...input, networkId: newId() }, { as: await theNationalBody() })).toMatchObject(
      nothing,
    )
    const { networkId } = await givenProfessionalNetwork(roles, [await givenPerson(roles)])
    expect(await roles.refusal(FoundLeadershipGroup, { networkId, ...described() }, { as: await theNationalBody() })).toMatchObject(nothing)
    await roles.given(NetworkSuspended, { networkId: other.networkId, firstDay: '2026-10-01', reason: 'other' })
    expect(
      await roles.refusal(FoundLeadershipGroup, { networkId: other.networkId, ...described() }, { as: await theNationalBody() }),
    ).toMatchObject({ status: 409, type: '/problems/network-not-in-state', state: 'suspended' })
  })

  test('through a school where they are, on a day that is not far away, under a name that no other has', async () => {
    const { as } = await teacher()
    const input = { networkId: scene.networkId, urn: scene.urn, ...described() }
    const elsewhere = { status: 422, type: '/problems/not-at-school-of-network' }
    expect(await roles.refusal(FoundLeadershipGroup, { ...input, urn: scene.schools[0]! }, { as })).toMatchObject(elsewhere)
    const { urn: _, ...nowhere } = input
    expect(await roles.refusal(FoundLeadershipGroup, nowhere, { as })).toMatchObject(elsewhere)
    for (const firstDay of ['2026-11-01', '2027-11-04'])
      expect(await roles.refusal(FoundLeadershipGroup, { ...input, firstDay }, { as })).toMatchObject({
        status: 422,
        type: '/problems/group-day-out-of-bounds',
        earliest: '2026-11-02',
        latest: '2027-11-03',
      })
    await roles.ask(FoundLeadershipGroup, input, { as })
    expect(await roles.refusal(FoundLeadershipGroup, { ...input, name: input.name.toUpperCase() }, { as })).toMatchObject({
      status: 409,
      type: '/problems/leadership-group-name-taken',
    })
  })
})

describe('being in a group', () => {
  test('is open to staff and governors of every school of the network, invited or not', async () => {
    const { groupId } = await group()
    for (const urn of scene.schools.slice(0, 2))
      expect(await join(groupId, await teacher(urn))).toMatchObject({ state: 'joined', leads: false })
    const governor = await givenPerson(roles)
    await givenGovernor(roles, governor, { urn: scene.urn })
    expect(await join(groupId, { as: await acting(governor), urn: scene.urn })).toMatchObject({ governor: true })
    expect(await get(groupId)).toMatchObject({ members: 4, schools: 3 })
  })

  test('begins once; on a day that is not past; through a school where the person is on that day', async () => {
    const { groupId } = await group()
    const who = await teacher()
    const refused = (input: object, as = who.as) => roles.refusal(JoinGroup, { groupId, urn: who.urn, ...input }, { as })
    expect(await refused({}, scene.manager)).toMatchObject({ status: 422, type: '/problems/not-at-school-of-network' })
    expect(await refused({ urn: newUrn() })).toMatchObject({ type: '/problems/not-at-school-of-network' })
    expect(await refused({ firstDay: '2026-11-01' })).toMatchObject({ status: 422, type: '/problems/group-day-out-of-bounds' })
    expect(await refused({ groupId: newId() })).toMatchObject({ status: 404, type: '/problems/no-such-leadership-group' })
    expect(await refused({}, await acting(await givenPerson(roles)))).toMatchObject({ status: 404 })
    expect(await refused({}, await theNationalBody())).toMatchObject({ status: 403, type: '/problems/needs-person' })
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => join(groupId, who)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refused({})).toMatchObject({ status: 409, type: '/problems/in-group-already' })
  })

  test('an invitation is taken up, turned down or taken back', async () => {
    const { groupId, lead } = await group()
    const invite = async () => {
      const who = await teacher(scene.schools[0]!)
      const membership = await roles.ask(InviteToGroup, { groupId, personId: who.personId, urn: who.urn }, { as: lead.as })
      expect(membership).toMatchObject({ state: 'invited', version: 1 })
      return { ...who, membershipId: membership.id }
    }
    const [a, b, c] = [await invite(), await invite(), await invite()]
    expect((await roles.emitted(InvitedToGroup, a.membershipId)).map(({ data }) => data.personId)).toEqual([a.personId])
    expect(await join(groupId, a)).toMatchObject({ id: a.membershipId, state: 'joined', version: 2 })
    for (const [{ membershipId }, as] of [
      [b, b.as],
      [c, scene.manager],
    ] as const)
      expect(await roles.ask(DeclineGroupInvitation, { membershipId }, { as })).toMatchObject({ state: 'declined' })
    expect(await roles.emitted(GroupInvitationDeclined, b.membershipId)).toHaveLength(1)
    expect(await roles.refusal(DeclineGroupInvitation, { membershipId: a.membershipId }, { as: a.as })).toMatchObject({
      status: 409,
      type: '/problems/group-membership-not-in-state',
      state: 'joined',
      needed: ['invited'],
    })
    expect(await roles.refusal(DeclineGroupInvitation, { membershipId: newId() }, { as: a.as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-group-membership',
    })
    expect(await roles.refusal(DeclineGroupInvitation, { membershipId: a.membershipId }, { as: b.as })).toMatchObject({ status: 404 })
  })

  test('invitations are made by whoever runs the group, to people of its schools, once', async () => {
    const { groupId, lead } = await group()
    const who = await teacher()
    const input = { groupId, personId: who.personId, urn: who.urn }
    expect(await roles.refusal(InviteToGroup, input, { as: who.as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-leadership-group',
    })
    for (const wrong of [{ urn: scene.schools[0]! }, { personId: newId() }])
      expect(await roles.refusal(InviteToGroup, { ...input, ...wrong }, { as: lead.as })).toMatchObject({
        type: '/problems/not-at-school-of-network',
      })
    await roles.ask(InviteToGroup, input, { as: lead.as })
    expect(await roles.refusal(InviteToGroup, input, { as: scene.manager })).toMatchObject({
      status: 409,
      type: '/problems/in-group-already',
    })
  })

  test('ends when the person leaves, or is taken out; the last day counts', async () => {
    const { groupId, lead } = await group()
    const [own, other] = [await teacher(), await teacher()]
    const [a, b] = [await join(groupId, own), await join(groupId, other)]
    expect(await roles.refusal(LeaveGroup, { membershipId: a.id }, { as: other.as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-group-membership',
    })
    expect(await roles.refusal(LeaveGroup, { membershipId: a.id, lastDay: '2026-11-01' }, { as: own.as })).toMatchObject({
      status: 422,
      type: '/problems/group-day-out-of-bounds',
    })
    expect(await roles.refusal(LeaveGroup, { membershipId: a.id }, { as: own.as, expectedVersion: 3 })).toMatchObject({ status: 412 })
    expect(await roles.ask(LeaveGroup, { membershipId: a.id, lastDay: '2026-11-30' }, { as: own.as })).toMatchObject({
      lastDay: '2026-11-30',
      state: 'joined',
      reason: 'at-own-wish',
    })
    expect(await roles.ask(LeaveGroup, { membershipId: b.id }, { as: lead.as })).toMatchObject({
      lastDay: '2026-11-02',
      reason: 'taken-out',
    })
    expect((await roles.emitted(LeftGroup, a.id)).map(({ data }) => [data.lastDay, data.reason])).toEqual([['2026-11-30', 'at-own-wish']])
    const on = async (asAt: string) =>
      (await roles.ask(ListGroupMemberships, { groupId, asAt }, { as: scene.manager })).items.filter(({ id }) => id === a.id).length
    expect([await on('2026-11-30'), await on('2026-12-01')]).toEqual([1, 0])
    await roles.clock.set('2026-12-02T12:00:00Z')
    expect(await roles.refusal(LeaveGroup, { membershipId: a.id }, { as: own.as })).toMatchObject({
      type: '/problems/group-membership-not-in-state',
      state: 'left',
    })
    // Whoever left may come back.
    expect(await join(groupId, own)).toMatchObject({ state: 'joined', firstDay: '2026-12-02' })
    await roles.clock.set('2026-11-02T12:00:00Z')
  })

  test('several may lead; an appointment as group lead may be named, and is none of anything else', async () => {
    const { groupId, lead } = await group()
    const who = await teacher()
    const { id: membershipId } = await join(groupId, who)
    const named = (input: object, as = lead.as) => roles.ask(NameGroupLead, { membershipId, leads: true, ...input }, { as })
    expect(await named({})).toMatchObject({ leads: true, version: 2 })
    const of = { ...scene, personId: who.personId, holder: who.as }
    const appointment = await confirmed(roles, of, { roleCode: 'group-lead', minutesPerWeek: 60, firstDay: '2026-11-02' })
    expect(await named({ appointmentId: appointment.id })).toMatchObject({ appointmentId: appointment.id, version: 3 })
    expect((await roles.emitted(GroupLeadNamed, membershipId)).map(({ data }) => data.appointmentId)).toEqual([undefined, appointment.id])
    const coach = await confirmed(roles, of, { roleCode: 'coach', minutesPerWeek: 0, firstDay: '2026-11-02' })
    for (const wrong of [{ appointmentId: coach.id }, { appointmentId: newId() }, { appointmentId: appointment.id, leads: false }])
      expect(await roles.refusal(NameGroupLead, { membershipId, leads: true, ...wrong }, { as: lead.as })).toMatchObject({
        status: 422,
        type: '/problems/not-group-lead-appointment',
      })
    expect(await named({ leads: false }, who.as)).toMatchObject({ leads: false })
    expect(await roles.refusal(NameGroupLead, { membershipId, leads: true }, { as: who.as })).toMatchObject({ status: 404 })
    const invited = await teacher()
    const invitation = await roles.ask(InviteToGroup, { groupId, personId: invited.personId, urn: invited.urn }, { as: lead.as })
    expect(await roles.refusal(NameGroupLead, { membershipId: invitation.id, leads: true }, { as: lead.as })).toMatchObject({
      status: 409,
      type: '/problems/group-membership-not-in-state',
      needed: ['joined'],
    })
  })
})

describe('a group', () => {
  test('describes itself anew; the same again says nothing; a stranger finds none', async () => {
    const { groupId, lead } = await group()
    const revised = await roles.ask(ReviseLeadershipGroup, { groupId, learningLevel: 'pupil' }, { as: lead.as })
    expect(revised).toMatchObject({ learningLevel: 'pupil', version: 2 })
    await roles.ask(ReviseLeadershipGroup, { groupId, learningLevel: 'pupil' }, { as: scene.manager })
    expect(await roles.emitted(LeadershipGroupRevised, groupId)).toHaveLength(1)
    const { as } = await teacher()
    expect(await roles.refusal(ReviseLeadershipGroup, { groupId, name: 'Mine' }, { as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-leadership-group',
    })
    expect(await roles.refusal(ReviseLeadershipGroup, { groupId, name: 'Mine' }, { as: lead.as, expectedVersion: 1 })).toMatchObject({
      status: 412,
    })
    const other = await group()
    const { name } = await get(other.groupId)
    expect(await roles.refusal(ReviseLeadershipGroup, { groupId, name }, { as: lead.as })).toMatchObject({
      type: '/problems/leadership-group-name-taken',
    })
  })

  test('is closed with all who are in it; then nobody joins, nothing is revised, and its name is free', async () => {
    const { groupId, lead } = await group()
    const [member, invited] = [await teacher(), await teacher()]
    const { id } = await join(groupId, member)
    const { id: invitation } = await roles.ask(InviteToGroup, { groupId, personId: invited.personId, urn: invited.urn }, { as: lead.as })
    expect(await roles.refusal(CloseLeadershipGroup, { groupId }, { as: member.as })).toMatchObject({ status: 404 })
    expect(await roles.refusal(CloseLeadershipGroup, { groupId, lastDay: '2026-11-01' }, { as: lead.as })).toMatchObject({
      status: 422,
      type: '/problems/group-day-out-of-bounds',
    })
    const closed = await roles.ask(CloseLeadershipGroup, { groupId, lastDay: '2026-11-02' }, { as: lead.as })
    expect(closed).toMatchObject({ lastDay: '2026-11-02', version: 2 })
    expect((await roles.emitted(LeadershipGroupClosed, groupId)).map(({ data }) => data.lastDay)).toEqual(['2026-11-02'])
    expect((await roles.emitted(LeftGroup, id)).map(({ data }) => data.reason)).toEqual(['group-closed'])
    expect(await roles.emitted(GroupInvitationDeclined, invitation)).toHaveLength(1)
    const has = { status: 409, type: '/problems/leadership-group-closed', lastDay: '2026-11-02' }
    const { as, urn, personId } = await teacher()
    expect(await roles.refusal(JoinGroup, { groupId, urn }, { as })).toMatchObject(has)
    expect(await roles.refusal(InviteToGroup, { groupId, urn, personId }, { as: scene.manager })).toMatchObject(has)
    expect(await roles.refusal(ReviseLeadershipGroup, { groupId, focus: 'Other' }, { as: scene.manager })).toMatchObject(has)
    expect(await roles.refusal(CloseLeadershipGroup, { groupId }, { as: scene.manager })).toMatchObject(has)
    const again = { networkId: scene.networkId, ...described(), name: closed.name }
    expect(await roles.ask(FoundLeadershipGroup, again, { as: scene.manager })).toMatchObject({ name: closed.name })
  })

  test('is seen by people of the network and clients of its schools; who is in it, by its members and those who run it', async () => {
    const { groupId, lead } = await group()
    const member = await teacher(scene.schools[0]!)
    await join(groupId, member)
    const outsider = await teacher(scene.schools[1]!)
    const client = newId()
    await givenSharing(roles, client, { urn: scene.urn })
    for (const as of [outsider.as, scene.head, await theClient(client)])
      expect(await roles.ask(GetLeadershipGroup, { groupId }, { as })).toMatchObject({ members: 2 })
    for (const as of [await theClient(newId()), await acting(await givenPerson(roles))]) {
      const nothing = { status: 404, type: '/problems/no-such-leadership-group' }
      expect(await roles.refusal(GetLeadershipGroup, { groupId }, { as })).toMatchObject(nothing)
      expect(await roles.refusal(ListGroupMemberships, { groupId }, { as })).toMatchObject(nothing)
      expect((await roles.ask(ListLeadershipGroups, { networkId: scene.networkId }, { as })).items).toEqual([])
    }
    expect(await members(groupId, member.as)).toHaveLength(2)
    expect(await members(groupId, scene.manager)).toHaveLength(2)
    expect(await members(groupId, outsider.as)).toEqual([])
    // Of the school that shares with it alone.
    expect((await members(groupId, await theClient(client))).map(({ personId }) => personId)).toEqual([lead.personId])
  })

  test('is listed by network, level, state and person, page by page; followed, it moves when its members do', async () => {
    const { groupId, lead } = await group()
    await roles.ask(ReviseLeadershipGroup, { groupId, learningLevel: 'network-to-network' }, { as: lead.as })
    const list = async (input: object) =>
      roles.ask(ListLeadershipGroups, { networkId: scene.networkId, limit: 200, ...input }, { as: scene.manager })
    const ids = async (input: object) => (await list(input)).items.map(({ id }) => id)
    expect(await ids({ learningLevel: 'network-to-network' })).toEqual([groupId])
    expect(await ids({ personId: lead.personId })).toEqual([])
    expect((await roles.ask(ListLeadershipGroups, { personId: lead.personId }, { as: lead.as })).items.map(({ id }) => id)).toEqual([
      groupId,
    ])
    expect(await ids({ state: 'open' })).toContain(groupId)
    const all = await ids({})
    const paged: string[] = []
    let after: string | undefined
    do {
      const page = await list({ limit: 3, ...(after && { after }) })
      paged.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(paged).toEqual(all)
    const updatedSince = new Date().toISOString()
    await join(groupId, await teacher())
    expect(await ids({ updatedSince })).toEqual([groupId])
    await roles.ask(CloseLeadershipGroup, { groupId, lastDay: '2026-11-02' }, { as: lead.as })
    await roles.clock.set('2026-11-03T12:00:00Z')
    expect(await list({ updatedSince, state: 'open' })).toMatchObject({ items: [], gone: [groupId] })
    await roles.clock.set('2026-11-02T12:00:00Z')
  })
})

describe('what befalls those who are in a group', () => {
  test('who leaves the school is in it until that day; not where they are there otherwise; back where that was corrected', async () => {
    const { groupId } = await group()
    const who = await teacher()
    const { id } = await join(groupId, who)
    const second = await givenEmployment(roles, who.personId, { urns: [who.urn], category: 'support-staff' })
    await employmentEnds(roles, who.personId, second, '2026-12-31', [who.urn])
    expect(await roles.emitted(LeftGroup, id)).toEqual([])
    await employmentEnds(roles, who.personId, who.employmentId, '2027-01-31', [who.urn])
    const left = async () => (await roles.emitted(LeftGroup, id)).map(({ data }) => [data.lastDay, data.reason])
    expect(await left()).toEqual([['2027-01-31', 'left-school']])
    await employmentEnds(roles, who.personId, who.employmentId, '2027-03-31', [who.urn])
    expect((await left()).at(-1)).toEqual(['2027-03-31', 'left-school'])
    expect((await members(groupId)).find((one) => one.id === id)).toMatchObject({ lastDay: '2027-03-31', version: 3 })
  })

  test('whose school leaves the network is in it no longer; whose network is dissolved has no group any more', async () => {
    const network = await givenScene(roles)
    const { groupId } = await group(network)
    const who = await teacher(network.schools[0]!)
    const { id } = await join(groupId, who)
    await schoolLeaves(roles, network, network.schools[0]!, '2026-12-18')
    expect((await roles.emitted(LeftGroup, id)).map(({ data }) => [data.lastDay, data.reason])).toEqual([
      ['2026-12-18', 'school-left-network'],
    ])
    await roles.given(NetworkDissolved, { networkId: network.networkId, lastDay: '2026-11-20', reason: 'completed' })
    expect((await roles.emitted(LeadershipGroupClosed, groupId)).map(({ data }) => data.lastDay)).toEqual(['2026-11-20'])
    expect((await roles.emitted(LeftGroup, id)).at(-1)!.data).toMatchObject({ lastDay: '2026-11-20', reason: 'group-closed' })
  })

  test('whose school is succeeded by another is in it through that one', async () => {
    const network = await givenScene(roles)
    const { groupId, lead } = await group(network)
    const successor = newUrn()
    await schoolSucceeded(roles, network.urn, successor, '2026-11-02')
    expect(await members(groupId)).toMatchObject([{ personId: lead.personId, urn: successor, version: 2 }])
    const [membership] = await members(groupId)
    expect((await roles.emitted(GroupMembershipMoved, membership!.id)).map(({ data }) => data.urn)).toEqual([successor])
    expect(await roles.emitted(LeftGroup, membership!.id)).toEqual([])
  })

  test('whose records are one is in it once', async () => {
    const { groupId, lead } = await group()
    const [kept, merged] = [await teacher(), await teacher()]
    const mine = await join(groupId, kept)
    const theirs = await join(groupId, merged)
    const other = await group()
    const alone = await join(other.groupId, merged)
    await personMerged(roles, merged.personId, kept.personId)
    expect((await members(groupId)).filter(({ personId }) => personId === kept.personId).map(({ id }) => id)).toEqual([mine.id])
    expect((await members(groupId)).map(({ personId }) => personId).sort()).toEqual([lead.personId, kept.personId].sort())
    expect((await roles.emitted(LeftGroup, theirs.id)).map(({ data }) => data.reason)).toEqual(['merged-duplicate'])
    expect((await members(other.groupId)).find(({ id }) => id === alone.id)).toMatchObject({ personId: kept.personId })
    expect((await roles.emitted(GroupMembershipMoved, alone.id)).map(({ data }) => data.personId)).toEqual([kept.personId])
  })
})
