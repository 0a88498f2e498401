import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import {
  AskForPlan,
  AskForPlans,
  CancelPlan,
  MayNotPlan,
  NoSuchPlan,
  PlanAsked,
  PlanCancelled,
  PlanDaysWrong,
  PlanDecisionWrong,
  PlanDemandWrong,
  PlanNotInState,
  PlanTooLarge,
  Replan,
} from '@nlc/contracts/scheduling'
import { findNetwork, running } from '@nlc/known'
import { academicYearOf, lastDayOfYear } from '@nlc/known/academic-year'
import { plusDays } from '@nlc/known/day'
import { type Change, handle, isNationalBody, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Hindrance, hindrance, refuseWhere } from '../hindrance.ts'
import { actingPerson, holds, mayManageNetwork, seesNetwork } from '../standing.ts'
import { takesPeriods, whatHindersDemands } from './check-demands.ts'
import { holdersOf } from './gather-people.ts'
import { makePlan } from './make-plan.ts'
import { changePlan, demandOf, findPlanToKeep, type Plan, type PlanDemand, readPlan, saidOf, shown } from './plan.ts'
import { readBatch } from './read-plans.ts'

/** Beyond that the planner would take minutes. */
const mostOccasions = 600

export const askForPlan = handle(AskForPlan, async ({ networkId, pins = [], exclusions = [], ...asked }, context) => {
  const { sql: db, caller, today, fail } = context
  const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
  if (!(await holds(db, seesNetwork(caller, network.id, today)))) fail(NoSuchNetwork)
  const person = await actingPerson(db, caller, today)
  if (person === undefined && !isNationalBody(caller)) fail(NeedsPerson)
  if (!(await mayManageNetwork(db, caller, today, network.id))) fail(MayNotPlan)
  if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
  refuseWhere(whatHindersDays(asked, today), fail)
  const demands = await withPeriods(db, network.id, asked)
  refuseWhere(whatHindersDemands(demands, asked), fail)
  refuseWhere(await whatHindersWhom(db, network.id, asked, demands), fail)
  refuseWhere(
    whatHindersDecisions(pins, exclusions, (occasion) => demands.some(({ name }) => demandOf(occasion) === name)),
    fail,
  )
  const occasions = await countOccasions(db, network.id, asked, demands)
  if (occasions > mostOccasions) fail(PlanTooLarge, { occasions, most: mostOccasions })
  return shown(await ask(context, { networkId: network.id, ...asked, demands, pins, exclusions, askedBy: person }))
})

export const askForPlans = handle(AskForPlans, async (asked, context) => {
  const { sql: db, today, fail } = context
  refuseWhere(whatHindersDays(asked, today), fail)
  const ofPeople = asked.demands.find(({ roleCode }) => roleCode === undefined)
  if (ofPeople) fail(PlanDemandWrong, { demand: ofPeople.name, fault: 'needs-role-or-people' })
  const { rows: networks } = await sql<{ id: string }>`
    select n.id from known_network n where n.kind = 'school-network' and n.state = any (${[...running]}::text[]) order by n.id`.execute(db)
  const batchId = newId()
  for (const { id: networkId } of networks) {
    const demands = await withPeriods(db, networkId, asked)
    // Terms differ between networks: where one has none in these days, there is nothing to plan.
    if (demands.some(({ periods }) => periods!.length === 0)) continue
    refuseWhere(whatHindersDemands(demands, asked), fail)
    if ((await countOccasions(db, networkId, asked, demands)) > 0)
      await ask(context, { networkId, ...asked, demands, pins: [], exclusions: [], batchId })
  }
  return readBatch(db, batchId)
})

export const replan = handle(Replan, async ({ planId, ...decisions }, context) => {
  const { sql: db, caller, today, fail } = context
  const plan = (await findPlanToKeep(context, planId)) ?? fail(NoSuchPlan)
  if (plan.state !== 'planned' && plan.state !== 'published')
    return fail(PlanNotInState, { state: plan.state, needed: ['planned', 'published'] })
  const network = (await findNetwork(db, plan.networkId))!
  if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
  if (plan.lastDay <= today) fail(PlanDaysWrong, { earliest: today, latest: plan.lastDay })
  const { pins = plan.pins, exclusions = plan.exclusions } = decisions
  const occasions = new Set(plan.placements.map(({ occasion }) => occasion))
  refuseWhere(
    whatHindersDecisions(pins, exclusions, (occasion) => occasions.has(occasion)),
    fail,
  )
  const { networkId, firstDay, lastDay, demands, seed } = plan
  const askedBy = await actingPerson(db, caller, today)
  return shown(await ask(context, { networkId, firstDay, lastDay, demands, seed, pins, exclusions, replans: plan.id, askedBy }))
})

export const cancelPlan = handle(CancelPlan, async ({ planId }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const plan = (await findPlanToKeep(context, planId)) ?? fail(NoSuchPlan)
  checkVersion(plan)
  if (plan.state === 'cancelled') return shown(plan)
  if (plan.state === 'published' || plan.state === 'superseded')
    return fail(PlanNotInState, { state: plan.state, needed: ['planning', 'planned', 'impossible', 'undecided'] })
  const cancelled = await changePlan(db, plan.id, sql`state = 'cancelled', progress = null, undecided = null`)
  emit(PlanCancelled, saidOf(cancelled))
  return shown(cancelled)
})

type ToAsk = Pick<Plan, 'networkId' | 'firstDay' | 'lastDay' | 'demands' | 'pins' | 'exclusions' | 'replans' | 'batchId'> & {
  readonly seed?: number | undefined
  readonly askedBy?: string | undefined
}

async function ask({ sql: db, now, emit, enqueue }: Change<typeof PlanAsked>, asked: ToAsk): Promise<Plan> {
  const id = newId()
  const { networkId, firstDay, lastDay, demands, pins, exclusions, replans, batchId, askedBy, seed = 0 } = asked
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`
  await sql`
    insert into plan (id, network_id, first_day, last_day, seed, demands, pins, exclusions, replans, batch_id, asked_by, asked_at)
    values (${id}, ${networkId}, ${firstDay}, ${lastDay}, ${seed}, ${json(demands)}, ${json(pins)}, ${json(exclusions)},
      ${replans ?? null}::uuid, ${batchId ?? null}::uuid, ${askedBy ?? null}::uuid, ${now.toISOString()}::timestamptz)`.execute(db)
  await enqueue(makePlan, { planId: id }, { key: id })
  const plan = await readPlan(db, id)
  emit(PlanAsked, { ...saidOf(plan), ...(replans !== undefined && { replans }) })
  return plan
}

interface Days {
  readonly firstDay: string
  readonly lastDay: string
}

function whatHindersDays({ firstDay, lastDay }: Days, today: string): Hindrance<typeof PlanDaysWrong> | undefined {
  const earliest = plusDays(today, 1)
  const latest = lastDayOfYear(academicYearOf(firstDay < earliest ? earliest : firstDay))
  return firstDay < earliest || lastDay < firstDay || lastDay > latest ? hindrance(PlanDaysWrong, { earliest, latest }) : undefined
}

/** Where none are named, the terms in these days of the network's first school. */
async function withPeriods(
  db: Sql,
  networkId: string,
  { demands, firstDay, lastDay }: Days & { demands: readonly PlanDemand[] },
): Promise<PlanDemand[]> {
  const { rows } = await sql<Days>`
    select greatest(t."firstDay", ${firstDay}::date) as "firstDay", least(t."lastDay", ${lastDay}::date) as "lastDay"
    from terms_at((select min(n.urn) from known_network_school n where n.network_id = ${networkId}::uuid), ${academicYearOf(firstDay)}) y,
      jsonb_to_recordset(y.terms) t ("firstDay" date, "lastDay" date)
    where daterange(t."firstDay", t."lastDay", '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]') order by 1`.execute(db)
  return demands.map((demand) => (demand.periods === undefined && takesPeriods(demand) ? { ...demand, periods: rows } : demand))
}

/** The people and programmes that they name are there. */
async function whatHindersWhom(
  db: Sql,
  networkId: string,
  { firstDay, lastDay }: Days,
  demands: readonly PlanDemand[],
): Promise<Hindrance<typeof PlanDemandWrong> | undefined> {
  for (const { name, roleCode, personIds = [], leadId, candidateIds = [], experts = [], sessions = [], programmeId } of demands) {
    const fault = (of: 'no-such-person' | 'no-such-programme' | 'nobody-holds-the-role') =>
      hindrance(PlanDemandWrong, { demand: name, fault: of })
    const named = [
      ...personIds,
      ...candidateIds,
      ...(leadId === undefined ? [] : [leadId]),
      ...experts.map(({ personId }) => personId),
      ...sessions.flatMap(({ leaderId }) => leaderId ?? []),
    ]
    const { rows } = await sql`
      select from unnest(${named}::uuid[]) id where now_called(id) is null
        or not exists (select from affiliations_with(${networkId}::uuid, now_called(id), ${firstDay}::date)) limit 1`.execute(db)
    if (rows.length > 0) return fault('no-such-person')
    if (roleCode !== undefined && (await holdersOf(db, { networkId, firstDay, lastDay }, roleCode)).length === 0)
      return fault('nobody-holds-the-role')
    if (programmeId === undefined) continue
    const { rows: running } = await sql`
      select from shared_programme p where p.id = ${programmeId}::uuid and p.network_id = ${networkId}::uuid and not p.ended`.execute(db)
    if (running.length === 0) return fault('no-such-programme')
  }
  return undefined
}

function whatHindersDecisions(
  pins: Plan['pins'],
  exclusions: Plan['exclusions'],
  isOccasion: (occasion: string) => boolean,
): Hindrance<typeof PlanDecisionWrong> | undefined {
  const isWrong = ({ occasion, urn, day }: Plan['pins'][number], person?: string) =>
    !isOccasion(occasion) || (urn === undefined && day === undefined && person === undefined)
  const wrong = pins.find((pin) => isWrong(pin)) ?? exclusions.find((one) => isWrong(one, one.personId))
  return wrong && hindrance(PlanDecisionWrong, { occasion: wrong.occasion })
}

async function countOccasions(db: Sql, networkId: string, { firstDay, lastDay }: Days, demands: readonly PlanDemand[]): Promise<number> {
  let occasions = 0
  for (const { kind, periods = [], sessions = [], roleCode, personIds = [], each = 1 } of demands) {
    const people = roleCode === undefined ? personIds.length : (await holdersOf(db, { networkId, firstDay, lastDay }, roleCode)).length
    if (kind === 'visit') occasions += people * periods.length * each
    else if (kind === 'meeting') occasions += people > 0 ? periods.length : 0
    else occasions += kind === 'session' ? sessions.length : periods.length
  }
  return occasions
}
