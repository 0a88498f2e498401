/** Plans: what is asked for is read together, planned in a thread, changed with the fewest changes, and published at once or not at all. */
import type { InputOf } from '@nlc/contracts/define'
import {
  AcceptInvitation,
  AddCalendarEntry,
  AskForPlan,
  AskForPlans,
  CancelActivity,
  CancelPlan,
  ComparePlans,
  EnrolParticipants,
  GetActivity,
  GetLearningWalk,
  GetPlan,
  GetPlanBatch,
  ListActivities,
  ListBookings,
  ListPairs,
  ListPlans,
  OfferHosting,
  PlanAsked,
  PlanCancelled,
  PlanMade,
  PlanPublished,
  PlanSuperseded,
  ProposeActivity,
  PublishPlan,
  Replan,
  StartSharedProgramme,
} from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { givenAppointment } from '../../test/activities-under-test.ts'
import { acting, givenNetwork, givenPerson, type NetworkGiven, theNationalBody } from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let network: NetworkGiven
let coLeader: string
let holders: string[]
beforeEach(async () => {
  await scheduling.clock.set('2026-08-24T08:00:00Z')
  network = await givenNetwork(scheduling, { schools: 5 })
  coLeader = await acting(network.coLeaders[0]!.personId)
  holders = []
  for (const urn of network.schools.slice(0, 4)) {
    const personId = await givenPerson(scheduling, { urns: [urn] })
    await givenAppointment(scheduling, { personId, networkId: network.networkId, urn })
    holders.push(personId)
  }
})

type ToAsk = Omit<InputOf<typeof AskForPlan>, 'networkId'>
type Demand = ToAsk['demands'][number]
const year = { firstDay: '2026-09-01', lastDay: '2027-07-31' }
const meetings: Demand = {
  name: 'meeting',
  kind: 'meeting',
  title: 'ICT innovators',
  startsAt: '09:00',
  minutes: 300,
  roleCode: 'ict-innovator',
}
const visits: Demand = { name: 'visit', kind: 'visit', startsAt: '09:00', minutes: 300, roleCode: 'ict-innovator', purpose: 'shadowing' }
const days = (firstDay: string, lastDay: string) => ({ firstDay, lastDay })

const ask = async (demands: Demand[], more: Partial<ToAsk> = {}) =>
  scheduling.ask(AskForPlan, { networkId: network.networkId, ...year, demands, ...more }, { as: coLeader })
const refused = async (input: object, as = coLeader) => {
  const asked = { networkId: network.networkId, ...year, demands: [meetings], ...input }
  const { type, fault, demand, occasion, occasions } = await scheduling.refusal(AskForPlan, asked, { as })
  return [type.replace('/problems/', ''), fault ?? occasion ?? occasions, demand].filter((one) => one !== undefined)
}
async function made(plan: { id: string }) {
  await scheduling.idle()
  return planned(plan.id)
}
async function planned(planId: string) {
  for (;;) {
    const plan = await scheduling.ask(GetPlan, { planId }, { as: coLeader })
    if (plan.state !== 'planning') return plan
    await scheduling.idle()
  }
}
const offer = async (school: number, capacity: number, activities: InputOf<typeof OfferHosting>['activities']) => {
  const urn = network.schools[school]!
  const terms = { networkId: network.networkId, urn, activities, ...days('2026-09-01', '2027-08-31'), capacity }
  await scheduling.ask(OfferHosting, terms, { as: await acting(network.heads.get(urn)!) })
}
const publish = async (planId: string) => scheduling.ask(PublishPlan, { planId }, { as: coLeader })
const activities = async () => (await scheduling.ask(ListActivities, { networkId: network.networkId, limit: 200 }, { as: coLeader })).items
const bookings = async (activityId: string) =>
  (await scheduling.ask(ListBookings, { activityId, limit: 200 }, { as: await theNationalBody() })).items

test('a year of innovators: termly meetings at three schools, a visit each term, out of the time that they have, and none is better', async () => {
  const asked = await ask([meetings, visits])
  expect(asked).toMatchObject({ state: 'planning', progress: 'waiting', placements: [], seed: 0, version: 1 })
  expect(asked.demands[0]!.periods).toHaveLength(3)
  const plan = await made(asked)
  expect(plan).toMatchObject({ state: 'planned', gap: 0, conflicts: [] })
  expect(plan.progress).toBeUndefined()
  const of = (kind: string) => plan.placements.filter((placement) => placement.kind === kind)
  expect(new Set(of('meeting').map(({ urn }) => urn)).size).toBe(3)
  expect(of('visit')).toHaveLength(12)
  for (const { personIds, urn, occasion } of of('visit')) {
    expect(occasion.startsWith(`visit:${personIds[0]}:`)).toBe(true)
    expect(network.schools.indexOf(urn)).not.toBe(holders.indexOf(personIds[0]!))
  }
  // 324 minutes have accrued by 7 September, a day of 300 is to be had from then on, and not two at once.
  const first = plan.placements[0]!
  expect(first.startsAt >= '2026-09-07').toBe(true)
  const winter = plan.placements.find(({ startsAt }) => startsAt > '2026-11')!
  expect([first.startsAt.slice(11, 16), winter.startsAt.slice(11, 16)]).toEqual(['08:00', '09:00'])
  expect(await scheduling.emitted(PlanAsked, plan.id)).toHaveLength(1)
  expect((await scheduling.emitted(PlanMade, plan.id)).map(({ data }) => data.outcome)).toEqual(['planned'])

  const again = await made(await ask([meetings, visits]))
  expect(again.placements).toEqual(plan.placements)
  const listed = await scheduling.ask(ListPlans, { networkId: network.networkId, state: 'planned' }, { as: coLeader })
  expect(listed.items.map(({ id }) => id)).toEqual([plan.id, again.id])
})

test('published at once: where the host offered it, confirmed, open, and those who go are invited; elsewhere proposed', async () => {
  await offer(4, 10, ['visit'])
  await offer(3, 40, ['meeting'])
  const plan = await made(
    await ask([
      { ...meetings, periods: [days('2026-09-14', '2026-10-02')] },
      { ...visits, periods: [days('2026-09-14', '2026-12-18')] },
    ]),
  )
  expect(plan.placements.map(({ urn }) => network.schools.indexOf(urn)).toSorted()).toEqual([3, 4, 4, 4, 4])
  const published = await publish(plan.id)
  expect(published).toMatchObject({ state: 'published' })
  expect(published.activityIds).toHaveLength(5)
  for (const [i, activityId] of published.activityIds!.entries()) {
    const { urn, startsAt, kind, personIds, title } = plan.placements[i]!
    const activity = await scheduling.ask(GetActivity, { activityId }, { as: coLeader })
    expect(activity).toMatchObject({
      kind,
      place: { kind: 'school', urn },
      startsAt,
      state: 'published',
      capacity: personIds.length,
      minutes: 300,
      inTurn: kind === 'meeting',
      ...(title !== undefined && { title }),
    })
    expect((await bookings(activityId)).map(({ state, personId }) => [state, personId]).toSorted()).toEqual(
      personIds.map((id) => ['invited', id]).toSorted(),
    )
  }
  expect(await scheduling.emitted(PlanPublished, plan.id)).toHaveLength(1)
  expect(await publish(plan.id)).toMatchObject({ state: 'published', version: published.version })
})

test('without offers a plan is proposed to the hosts; walks have their team and Super Learning Days their pairs', async () => {
  const from = async (school: number) => givenPerson(scheduling, { urns: [network.schools[school]!] })
  const teachers = [await from(0), await from(1), await from(2), await from(3), await from(4)]
  const autumn = { periods: [days('2026-10-05', '2026-10-23')] }
  const plan = await made(
    await ask([
      { name: 'walk', kind: 'learning-walk', startsAt: '09:00', minutes: 150, leadId: holders[0]!, candidateIds: teachers, ...autumn },
      {
        name: 'rivers',
        kind: 'super-learning-day',
        startsAt: '08:45',
        minutes: 390,
        candidateIds: teachers,
        pairs: 2,
        yearGroup: 8,
        ...autumn,
      },
    ]),
  )
  expect(plan).toMatchObject({ state: 'planned' })
  const { activityIds } = await publish(plan.id)
  const at = (kind: string) => plan.placements.findIndex((placement) => placement.kind === kind)
  const [walk, day] = [plan.placements[at('learning-walk')]!, plan.placements[at('super-learning-day')]!]
  expect((await activities()).map(({ state }) => state)).toEqual(['proposed', 'proposed'])
  const { team } = await scheduling.ask(GetLearningWalk, { activityId: activityIds![at('learning-walk')]! }, { as: coLeader })
  expect(team.map(({ personId }) => personId).toSorted()).toEqual([...walk.personIds].toSorted())
  expect(team.find(({ isLead }) => isLead)!.personId).toBe(holders[0])
  const { items: pairs } = await scheduling.ask(ListPairs, { activityId: activityIds![at('super-learning-day')]! }, { as: coLeader })
  expect(pairs.map(({ members }) => members.map(({ personId }) => personId))).toEqual([day.chosenIds.slice(0, 2), day.chosenIds.slice(2)])
})

test('sessions of a programme: at each of its schools in turn, led by one of the host’s who can, for all who take part', async () => {
  const urns = network.schools.slice(0, 3)
  const national = { as: await theNationalBody() }
  const { id: programmeId } = await scheduling.ask(
    StartSharedProgramme,
    { networkId: network.networkId, kind: 'induction', title: 'Joint induction', academicYear: '2026-27', urns, coordinatorIds: [] },
    { as: coLeader },
  )
  const newTeachers = await Promise.all(urns.map((urn) => givenPerson(scheduling, { urns: [urn] })))
  await scheduling.ask(EnrolParticipants, { programmeId, personIds: newTeachers }, { as: coLeader })
  const experts = []
  for (const urn of urns) experts.push({ personId: await givenPerson(scheduling, { urns: [urn] }), expertise: 'behaviour' })
  for (const urn of urns)
    await scheduling.ask(
      OfferHosting,
      { networkId: network.networkId, urn, activities: ['session'], ...days('2026-09-01', '2027-08-31'), capacity: 50 },
      { as: await acting(network.heads.get(urn)!) },
    )
  const sessions = [days('2026-09-14', '2026-10-23'), days('2026-11-02', '2026-12-18'), days('2027-01-11', '2027-02-12')].map(
    (session) => ({ ...session, expertise: 'behaviour' }),
  )
  const plan = await made(
    await ask([{ name: 'induction', kind: 'session', startsAt: '16:00', minutes: 90, programmeId, sessions, experts }]),
  )
  expect(plan).toMatchObject({ state: 'planned' })
  expect(new Set(plan.placements.map(({ urn }) => urn))).toEqual(new Set(urns))
  const { activityIds } = await publish(plan.id)
  for (const [i, activityId] of activityIds!.entries()) {
    const session = await scheduling.ask(GetActivity, { activityId }, national)
    expect(session).toMatchObject({ programmeId, expertise: 'behaviour', state: 'published', inTurn: true })
    expect(session.leaderId).toBe(experts[urns.indexOf(plan.placements[i]!.urn)]!.personId)
    expect((await bookings(activityId)).filter(({ state }) => state === 'accepted')).toHaveLength(3)
  }
})

test('replanned with the fewest changes after a school closes; compared; moved by a pin; published is the one that is asked for', async () => {
  const demands = [{ ...visits, periods: [days('2026-09-14', '2026-12-18')] }]
  const before = await made(await ask(demands))
  const { urn, startsAt, occasion } = before.placements[0]!
  const closed = startsAt.slice(0, 10)
  const head = await acting(network.heads.get(urn)!)
  await scheduling.ask(AddCalendarEntry, { urn, kind: 'closure', firstDay: closed, lastDay: closed }, { as: head })
  const after = await made(await scheduling.ask(Replan, { planId: before.id }, { as: coLeader }))
  expect(after).toMatchObject({ state: 'planned', replans: before.id })
  expect(after.changed).toContain(occasion)
  expect(after.changed).toHaveLength(after.leastChanges!)
  const compared = await scheduling.ask(ComparePlans, { planId: before.id, with: after.id }, { as: coLeader })
  expect(compared.items.map((item) => item.occasion)).toEqual([...after.changed!].toSorted())
  expect(compared.costBefore).toBe(before.cost)

  const moved = after.placements.at(-1)!
  const day = moved.startsAt.slice(0, 10) === '2026-11-10' ? '2026-11-11' : '2026-11-10'
  const pinned = await made(await scheduling.ask(Replan, { planId: after.id, pins: [{ occasion: moved.occasion, day }] }, { as: coLeader }))
  expect(pinned.changed).toContain(moved.occasion)
  expect(pinned.placements.find((one) => one.occasion === moved.occasion)!.startsAt.slice(0, 10)).toBe(day)
  await publish(pinned.id)
  expect(await activities()).toHaveLength(4)
  expect((await scheduling.ask(GetPlan, { planId: after.id }, { as: coLeader })).state).toBe('planned')
})

test('a published plan is replanned in the middle of its year: what took place stays, what still stands is left alone, the rest moves', async () => {
  for (const school of [3, 4]) await offer(school, 2, ['visit'])
  const periods = [days('2026-09-21', '2026-10-16'), days('2027-01-11', '2027-02-05')]
  const first = await made(await ask([{ ...visits, differentHosts: false, periods }]))
  const { activityIds } = await publish(first.id)
  for (const [i, activityId] of activityIds!.entries()) {
    const { personIds } = first.placements[i]!
    const as = await acting(personIds[0]!)
    const [booking] = (await scheduling.ask(ListBookings, { activityId }, { as })).items
    const { rows } = await sql<{ id: string }>`select id from known_appointment where person_id = ${personIds[0]!}::uuid`.execute(
      scheduling.sql,
    )
    await scheduling.ask(AcceptInvitation, { bookingId: booking!.id, appointmentId: rows[0]!.id }, { as })
  }
  await scheduling.clock.set('2026-12-01T08:00:00Z')
  await scheduling.idle()
  const untouched = await made(await scheduling.ask(Replan, { planId: first.id }, { as: coLeader }))
  expect(untouched).toMatchObject({ state: 'planned', changed: [], leastChanges: 0 })

  const spring = first.placements.find(({ startsAt }) => startsAt > '2027')!
  const day = spring.startsAt.slice(0, 10)
  const snowedIn = first.placements
    .filter(({ urn, startsAt }) => urn === spring.urn && startsAt.startsWith(day))
    .map(({ occasion }) => occasion)
  const head = await acting(network.heads.get(spring.urn)!)
  await scheduling.ask(AddCalendarEntry, { urn: spring.urn, kind: 'closure', firstDay: day, label: 'Snow' }, { as: head })
  const again = await made(await scheduling.ask(Replan, { planId: first.id }, { as: coLeader }))
  expect(again).toMatchObject({ state: 'planned', leastChanges: snowedIn.length })
  expect(again.changed!.toSorted()).toEqual(snowedIn.toSorted())
  const published = await publish(again.id)
  const idOf = ({ placements, activityIds: ids }: typeof first, occasion: string) =>
    ids![placements.findIndex((one) => one.occasion === occasion)]
  const before = { ...first, activityIds: activityIds! }
  for (const { occasion } of first.placements)
    expect(idOf(published, occasion) === idOf(before, occasion)).toBe(!snowedIn.includes(occasion))
  expect((await activities()).filter(({ state }) => state !== 'cancelled')).toHaveLength(8)
  expect((await scheduling.ask(GetPlan, { planId: first.id }, { as: coLeader })).state).toBe('superseded')
  expect(await scheduling.emitted(PlanSuperseded, first.id)).toHaveLength(1)

  // Only one of those that replan the same is published.
  expect((await scheduling.refusal(PublishPlan, { planId: untouched.id }, { as: coLeader })).type).toBe('/problems/plan-superseded')
  for (const operation of [Replan, CancelPlan])
    expect((await scheduling.refusal(operation, { planId: first.id }, { as: coLeader })).type).toBe('/problems/plan-not-in-state')
  const moved = again.placements.at(-1)!
  const elsewhere = await made(
    await scheduling.ask(
      Replan,
      { planId: again.id, exclusions: [{ occasion: moved.occasion, day: moved.startsAt.slice(0, 10) }] },
      { as: coLeader },
    ),
  )
  expect(elsewhere.changed).toEqual([moved.occasion])
  await publish(elsewhere.id)
  expect(await scheduling.ask(GetActivity, { activityId: idOf(published, moved.occasion)! }, { as: coLeader })).toMatchObject({
    state: 'cancelled',
    cancelReason: 'planned-otherwise',
  })
})

test('what came in the way since: nothing of the plan is published, and it says what and why', async () => {
  await offer(4, 4, ['meeting'])
  const plan = await made(await ask([{ ...meetings, periods: [days('2026-09-14', '2026-10-02')] }]))
  const { startsAt, endsAt, urn, occasion } = plan.placements[0]!
  const head = { as: await acting(network.heads.get(urn)!) }
  const { id } = await scheduling.ask(
    ProposeActivity,
    {
      networkId: network.networkId,
      kind: 'development-day',
      place: { kind: 'school', urn },
      startsAt: startsAt,
      endsAt: endsAt,
      capacity: 10,
    },
    head,
  )
  expect(await scheduling.refusal(PublishPlan, { planId: plan.id }, { as: coLeader })).toMatchObject({
    type: '/problems/plan-overtaken',
    occasion,
    because: 'host-busy',
  })
  expect((await activities()).map((activity) => activity.id)).toEqual([id])
  await scheduling.ask(CancelActivity, { activityId: id, reason: 'other' }, head)
  expect(await publish(plan.id)).toMatchObject({ state: 'published' })
})

test('where nothing fits, it says which demands cannot stand together', async () => {
  const oneDay = { periods: [days('2026-09-15', '2026-09-15')] }
  const plan = await made(
    await ask(
      [{ ...visits, ...oneDay, personIds: [holders[0]!], roleCode: undefined as never, each: 2, differentHosts: false }].map(
        ({ roleCode: _, ...demand }) => demand,
      ),
    ),
  )
  expect(plan).toMatchObject({ state: 'impossible', placements: [] })
  const occasions = [1, 2].map((number) => `visit:${holders[0]}:${number}`)
  expect(plan.conflicts.map(({ elements }) => elements.toSorted())).toEqual([occasions])
  expect(plan.conflicts[0]!.words).toMatch(/^These cannot stand together; without any one of them, the others can:\n1\. The visit /)
  expect((await scheduling.emitted(PlanMade, plan.id)).map(({ data }) => data.outcome)).toEqual(['impossible'])
})

test('cancelled while it is made, or later; a published plan is not', async () => {
  const { id: planId } = await ask([meetings, visits])
  expect(await scheduling.ask(CancelPlan, { planId }, { as: coLeader })).toMatchObject({ state: 'cancelled' })
  await scheduling.idle()
  expect(await scheduling.ask(CancelPlan, { planId }, { as: coLeader })).toMatchObject({ state: 'cancelled' })
  expect(await scheduling.emitted(PlanCancelled, planId)).toHaveLength(1)
  expect(await scheduling.emitted(PlanMade, planId)).toEqual([])
  expect((await scheduling.refusal(PublishPlan, { planId }, { as: coLeader })).type).toBe('/problems/plan-not-in-state')
  expect((await scheduling.refusal(Replan, { planId }, { as: coLeader })).type).toBe('/problems/plan-not-in-state')
  const plan = await made(await ask([{ ...meetings, periods: [days('2026-09-14', '2026-10-02')] }]))
  await publish(plan.id)
  expect((await scheduling.refusal(CancelPlan, { planId: plan.id }, { as: coLeader })).type).toBe('/problems/plan-not-in-state')
})

test('killed while a plan is made, it is made by whoever comes next, and is the same', async () => {
  const undisturbed = await made(await ask([meetings, visits]))
  const asked = await ask([meetings, visits])
  await scheduling.restart()
  expect((await made(asked)).placements).toEqual(undisturbed.placements)
})

test('all networks at once, by the national body: those in which somebody holds the role', async () => {
  const other = await givenNetwork(scheduling, { schools: 4 })
  await givenAppointment(scheduling, {
    personId: await givenPerson(scheduling, { urns: [other.schools[0]!] }),
    networkId: other.networkId,
    urn: other.schools[0]!,
  })
  const as = await theNationalBody()
  const batch = await scheduling.ask(AskForPlans, { ...days('2026-09-01', '2026-12-18'), demands: [meetings] }, { as })
  expect(batch.total).toBeGreaterThanOrEqual(2)
  for (;;) {
    const { planning, planned: done, total } = await scheduling.ask(GetPlanBatch, { batchId: batch.id }, { as })
    if (planning === 0) {
      expect(done).toBe(total)
      break
    }
    await scheduling.idle()
  }
  expect(
    (await scheduling.refusal(AskForPlans, { ...year, demands: [{ ...meetings, roleCode: undefined, personIds: holders }] }, { as })).type,
  ).toBe('/problems/plan-demand-wrong')
  expect((await scheduling.refusal(GetPlanBatch, { batchId: network.networkId }, { as })).type).toBe('/problems/no-such-plan-batch')
})

test('what is asked wrongly is refused, each with what is wrong', async () => {
  const programme = '018f0000-0000-7000-8000-000000000000'
  expect(await refused({ firstDay: '2026-08-24' })).toEqual(['plan-days-wrong'])
  expect(await refused({ firstDay: '2026-09-02', lastDay: '2026-09-01' })).toEqual(['plan-days-wrong'])
  expect(await refused({ firstDay: '2026-08-31', lastDay: '2026-09-30' })).toEqual(['plan-days-wrong'])
  const wrong = async (demand: object) => (await refused({ demands: [{ ...meetings, ...demand }] }))[1]
  expect(await refused({ demands: [meetings, meetings] })).toEqual(['plan-demand-wrong', 'name-taken', 'meeting'])
  expect(await wrong({ personIds: holders })).toBe('needs-role-or-people')
  expect(await wrong({ roleCode: 'consultant' })).toBe('nobody-holds-the-role')
  expect(await wrong({ kind: 'visit' })).toBe('needs-purpose')
  expect(await wrong({ pairs: 2 })).toBe('field-of-another-kind')
  expect(await wrong({ startsAt: '21:00' })).toBe('ends-on-another-day')
  expect(await wrong({ periods: [days('2027-07-01', '2027-08-31')] })).toBe('period-outside-of-plan')
  expect(await wrong({ periods: [days('2026-10-02', '2026-10-01')] })).toBe('period-outside-of-plan')
  expect(await refused({ ...days('2027-08-01', '2027-08-31') })).toEqual(['plan-demand-wrong', 'needs-period', 'meeting'])
  const stranger = await givenPerson(scheduling)
  expect((await refused({ demands: [{ name: 'm', kind: 'meeting', startsAt: '09:00', minutes: 60, personIds: [stranger] }] }))[1]).toBe(
    'no-such-person',
  )
  const session = { name: 's', kind: 'session', startsAt: '16:00', minutes: 60 }
  const sessions = [{ ...days('2026-09-14', '2026-09-18'), expertise: 'behaviour' }]
  expect((await refused({ demands: [session] }))[1]).toBe('needs-programme-and-sessions')
  expect((await refused({ demands: [{ ...session, programmeId: programme, sessions }] }))[1]).toBe('expertise-of-nobody')
  expect((await refused({ demands: [{ ...session, programmeId: programme, sessions: [days('2026-09-14', '2026-09-18')] }] }))[1]).toBe(
    'no-such-programme',
  )
  expect((await refused({ demands: [{ name: 'w', kind: 'learning-walk', startsAt: '09:00', minutes: 60 }] }))[1]).toBe(
    'needs-lead-and-candidates',
  )
  expect((await refused({ demands: [{ name: 'd', kind: 'super-learning-day', startsAt: '09:00', minutes: 60 }] }))[1]).toBe(
    'needs-pairs-candidates-and-year-group',
  )
  expect(await refused({ pins: [{ occasion: 'other:1', day: '2026-09-14' }] })).toEqual(['plan-decision-wrong', 'other:1'])
  expect(await refused({ pins: [{ occasion: 'meeting:1' }] })).toEqual(['plan-decision-wrong', 'meeting:1'])
  expect((await refused({ demands: Array.from({ length: 11 }, (_, i) => ({ ...visits, name: `v${i}`, each: 5 })) }))[0]).toBe(
    'plan-too-large',
  )
  expect(await refused({}, await acting(holders[0]!))).toEqual(['may-not-plan'])
  expect(await activities()).toEqual([])
})

test('a draft is seen by those who plan the network alone', async () => {
  const { id: planId } = await ask([meetings])
  const as = await acting(holders[0]!)
  for (const refusal of [
    await scheduling.refusal(GetPlan, { planId }, { as }),
    await scheduling.refusal(PublishPlan, { planId }, { as }),
    await scheduling.refusal(ComparePlans, { planId, with: planId }, { as }),
  ])
    expect(refusal.type).toBe('/problems/no-such-plan')
  expect((await scheduling.refusal(ListPlans, { networkId: network.networkId }, { as })).type).toBe('/problems/no-such-network')
  await planned(planId)
})
