/** What became of a published plan: which activity each of its occasions is. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Activity, lockActivities } from '../activities/activity.ts'
import type { Placement } from '../planner/plan.ts'
import { type Plan, readPlans } from './plan.ts'

export interface CarriedOut {
  readonly plan: Plan
  readonly occasions: ReadonlyMap<string, { readonly placement: Placement; readonly activity: Activity }>
}

/** Of the nearest plan that was published, among those that this one replans one after the other. Its activities are locked. */
export async function readCarriedOut(db: Sql, { replans }: Plan): Promise<CarriedOut | undefined> {
  if (replans === undefined) return undefined
  const [plan] = await readPlans(db, sql`where p.id = ${replans}::uuid for update`)
  if (plan === undefined) return undefined
  if (plan.activityIds === undefined) return readCarriedOut(db, plan)
  const activities = await lockActivities(db, sql`a.id = any (${plan.activityIds}::uuid[])`)
  const byId = new Map(activities.map((activity) => [activity.id, activity]))
  return {
    plan,
    occasions: new Map(
      plan.placements.map((placement, i) => [placement.occasion, { placement, activity: byId.get(plan.activityIds![i]!)! }]),
    ),
  }
}

/** It took place, or is taking place. */
export const isOver = ({ state, startsAt }: Activity, now: Date): boolean =>
  state === 'held' || state === 'closed' || (state === 'published' && startsAt <= now)
