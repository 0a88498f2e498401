import { NetworkNotInState } from '@nlc/contracts/membership'
import {
  ActivityConfirmed,
  type ActivityProposed,
  type ActivityPublished,
  type BookingAccepted,
  type BookingCancelled,
  type BookingInvited,
  type BookingWaiting,
  NoSuchPlan,
  PlanNotInState,
  PlanOvertaken,
  PlanPublished,
  PlanReplaced,
  PlanSuperseded,
  PublishPlan,
  type WalkTeamNamed,
} from '@nlc/contracts/scheduling'
import { findNetwork, running } from '@nlc/known'
import { type Change, dayInLondon, handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Activity, changeActivity, saidOf as saidOfActivity, standing } from '../activities/activity.ts'
import { type Cancelling, cancelActivity } from '../activities/cancel-activities.ts'
import { publish } from '../activities/keep-activity.ts'
import type { Planned } from '../activities/planned.ts'
import { propose } from '../activities/propose-activity.ts'
import { alwaysNeedsPupils, whatHindersActivity } from '../activities/what-hinders-activity.ts'
import { whatIsMissing } from '../activities/what-is-missing.ts'
import { inviteTo, whatHindersInviting } from '../bookings/invite.ts'
import { offersOn } from '../host-offers/host-offer.ts'
import { teamUp } from '../learning-walks/keep-walk.ts'
import type { Placement } from '../planner/plan.ts'
import { isSame } from '../planner/replan.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { pairUp } from '../super-learning-days/keep-pairs.ts'
import { type CarriedOut, readCarriedOut } from './carried-out.ts'
import { changePlan, demandOf, findPlanToKeep, type Plan, type PlanDemand, saidOf, shown, timesOf } from './plan.ts'

type Publication = Change<
  | typeof ActivityProposed
  | typeof ActivityConfirmed
  | typeof ActivityPublished
  | typeof BookingInvited
  | typeof BookingAccepted
  | typeof BookingWaiting
  | typeof BookingCancelled
  | typeof WalkTeamNamed
>

export const publishPlan = handle(PublishPlan, async ({ planId }, context) => {
  const { sql: db, caller, today, now, emit, fail, checkVersion } = context
  const plan = (await findPlanToKeep(context, planId)) ?? fail(NoSuchPlan)
  checkVersion(plan)
  if (plan.state === 'published') return shown(plan)
  if (plan.state !== 'planned') return fail(PlanNotInState, { state: plan.state, needed: ['planned'] })
  const network = (await findNetwork(db, plan.networkId))!
  if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
  const proposedBy = await actingPerson(db, caller, today)
  const carriedOut = await readCarriedOut(db, plan)
  if (carriedOut?.plan.state === 'superseded') fail(PlanReplaced)
  const kept = await cancelWhatChanged(context, plan, carriedOut)
  const activityIds: string[] = []
  for (const placement of plan.placements) {
    const { occasion } = placement
    const there = kept.get(occasion)
    if (there !== undefined) {
      activityIds.push(there)
      continue
    }
    const demand = plan.demands.find(({ name }) => name === demandOf(occasion))!
    const planned = plannedOf(plan, demand, placement)
    const hindered = await whatHindersActivity(db, planned, now)
    if (hindered) return fail(PlanOvertaken, { occasion, because: hindered.problem.name })
    activityIds.push(await carryOut(context, planned, demand, placement, proposedBy))
  }
  if (carriedOut) emit(PlanSuperseded, saidOf(await changePlan(db, carriedOut.plan.id, sql`state = 'superseded'`)))
  const published = await changePlan(db, plan.id, sql`state = 'published', activity_ids = ${activityIds}::uuid[]`)
  emit(PlanPublished, { ...saidOf(published), activityIds })
  return shown(published)
})

/** First of all, so that what moves is in nobody's way. @returns of each occasion that stays as it is, its activity. */
async function cancelWhatChanged(
  change: Publication & Cancelling,
  { placements }: Plan,
  carriedOut: CarriedOut | undefined,
): Promise<Map<string, string>> {
  const now = new Map(placements.map((placement) => [placement.occasion, placement]))
  const kept = new Map<string, string>()
  for (const [occasion, { placement, activity }] of carriedOut?.occasions ?? []) {
    const wanted = now.get(occasion)
    if (wanted && isSame(wanted, placement) && activity.state !== 'cancelled') kept.set(occasion, activity.id)
    else if (standing.includes(activity.state)) await cancelActivity(change, activity, 'network', 'planned-otherwise')
  }
  return kept
}

function plannedOf({ networkId }: Plan, { programmeId }: PlanDemand, placement: Placement): Planned {
  const { kind, host, people } = placement
  return {
    networkId,
    kind,
    place: { kind: 'school', urn: host },
    ...timesOf(placement),
    capacity: Math.max(1, people.length),
    needsPupils: alwaysNeedsPupils(kind),
    inTurn: kind === 'meeting' || kind === 'session',
    ...(programmeId !== undefined && { programmeId }),
  }
}

/** @returns its id. A host that offered to host such a thing on that day has said yes to it. */
async function carryOut(
  change: Publication,
  planned: Planned,
  { title, purpose, minutes, yearGroup, sessions }: PlanDemand,
  { kind, occasion, chosen, people }: Placement,
  proposedBy: string | undefined,
): Promise<string> {
  const { sql: db } = change
  const session = kind === 'session' ? sessions![Number(occasion.slice(occasion.lastIndexOf(':') + 1)) - 1]! : undefined
  const leaderId = session?.leaderId ?? (kind === 'session' ? chosen[0] : undefined)
  const proposed = await propose(change, planned, {
    ...{ title, purpose, minutes, yearGroup, leaderId, expertise: session?.expertise, proposedBy },
    isConfirmed: false,
  })
  if (kind === 'learning-walk') await teamUp(change, proposed, people[0]!, await known(db, people))
  if (kind === 'super-learning-day')
    for (let i = 0; i < chosen.length; i += 2) await pairUp(change, proposed, (await known(db, chosen.slice(i, i + 2))) as [string, string])
  if (!(await offers(db, planned))) return proposed.id
  const confirmed = await confirm(change, proposed)
  if ((await whatIsMissing(db, confirmed)) !== undefined) return confirmed.id
  const open = await publish(change, confirmed)
  for (const personId of await known(db, people))
    if (!(await whatHindersInviting(db, open, personId))) await inviteTo(change, open, personId)
  return open.id
}

async function confirm({ sql: db, emit }: Change<typeof ActivityConfirmed>, { id }: Activity): Promise<Activity> {
  const confirmed = await changeActivity(db, id, sql`state = 'host-confirmed'`)
  emit(ActivityConfirmed, saidOfActivity(confirmed))
  return confirmed
}

/** Who was erased since is left out. */
async function known(db: Sql, ids: readonly string[]): Promise<string[]> {
  const called: string[] = []
  for (const id of ids) {
    const now = await resolvePerson(db, id)
    if (now !== undefined && !called.includes(now)) called.push(now)
  }
  return called
}

async function offers(db: Sql, { networkId, kind, place, startsAt }: Planned): Promise<boolean> {
  const day = sql`${dayInLondon(startsAt)}::date`
  const { rows } = await sql`select ${offersOn(place.urn!, networkId, kind, day)} limit 1`.execute(db)
  return rows.length > 0
}
