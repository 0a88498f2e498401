import type { Plan as Shown } from '@nlc/contracts/scheduling'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { atInLondon } from '../bookings/time-of-day.ts'
import type { Placement } from '../planner/plan.ts'
import { type Asked, mayManageNetwork } from '../standing.ts'

type ShownPlan = Static<typeof Shown>
export type PlanDemand = ShownPlan['demands'][number]
export type PlanState = ShownPlan['state']
/** As it is kept: placements as the planner says them. */
export type Plan = Omit<ShownPlan, 'placements' | 'gap' | 'askedAt'> & { readonly placements: Placement[]; readonly askedAt: Date }

/** `p` is the plan. */
export async function readPlans(db: Sql, rest: RawBuilder<unknown>): Promise<Plan[]> {
  const { rows } = await sql<WithoutNulls<Plan>>`
    select p.id, p.version, p.network_id as "networkId", p.first_day as "firstDay", p.last_day as "lastDay", p.seed, p.demands, p.pins,
      p.exclusions, p.replans, p.batch_id as "batchId", p.state, p.progress, p.undecided as "undecidedBecause", p.placements, p.conflicts, p.cost, p.bound, p.changed,
      p.least_changes as "leastChanges", p.activity_ids as "activityIds", p.asked_by as "askedBy", p.asked_at as "askedAt"
    from plan p ${rest}`.execute(db)
  return rows.map(withoutNulls) as Plan[]
}

export const readPlan = async (db: Sql, id: string): Promise<Plan> => (await readPlans(db, sql`where p.id = ${id}::uuid`))[0]!

/** One whose network the caller manages. */
export async function findPlan(asked: Asked, planId: string): Promise<Plan | undefined> {
  const [plan] = await readPlans(asked.sql, sql`where p.id = ${planId}::uuid`)
  return plan && (await mayManageNetwork(asked.sql, asked.caller, asked.today, plan.networkId)) ? plan : undefined
}

/** The same, held until the end of the transaction. */
export async function findPlanToKeep(asked: Asked, planId: string): Promise<Plan | undefined> {
  const [plan] = await readPlans(asked.sql, sql`where p.id = ${planId}::uuid for update`)
  return plan && (await mayManageNetwork(asked.sql, asked.caller, asked.today, plan.networkId)) ? plan : undefined
}

/** @returns as it is now. */
export async function changePlan(db: Sql, id: string, set: RawBuilder<unknown>): Promise<Plan> {
  await sql`update plan set version = version + 1, ${set} where id = ${id}::uuid`.execute(db)
  return readPlan(db, id)
}

/** What its events say of it. */
export const saidOf = ({ id: planId, networkId, firstDay, lastDay }: Plan) => ({ planId, networkId, firstDay, lastDay })

export function shown(plan: Plan) {
  const { placements, cost, bound } = plan
  const titles = new Map(plan.demands.map(({ name, title }) => [name, title]))
  return {
    ...plan,
    placements: placements.map((placement) => shownPlacement(placement, titles.get(demandOf(placement.occasion)))),
    ...(cost !== undefined && bound !== undefined && { gap: cost > 0 ? (cost - bound) / cost : 0 }),
  }
}

function shownPlacement(placement: Placement, title: string | undefined) {
  const { occasion, kind, host, people, chosen, why } = placement
  const { host: nearestHost, ...nearest } = why.nearest ?? {}
  return {
    occasion,
    kind,
    ...(title !== undefined && { title }),
    urn: host,
    ...timesOf(placement),
    personIds: [...people],
    chosenIds: [...chosen],
    travelMinutes: why.travelMinutes,
    ...(nearestHost !== undefined && { nearest: { urn: nearestHost, ...(nearest as { travelMinutes: number; because: 'in-turn' }) } }),
    gave: [...why.gave],
  }
}

export const timesOf = ({ day, from, minutes }: Pick<Placement, 'day' | 'from' | 'minutes'>) => ({
  startsAt: atInLondon(day, from),
  endsAt: atInLondon(day, from + minutes),
})

/** The demand of which an occasion is one. */
export const demandOf = (occasion: string): string => occasion.slice(0, occasion.indexOf(':'))
