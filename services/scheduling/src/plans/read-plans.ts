import { NoSuchNetwork } from '@nlc/contracts/membership'
import { ComparePlans, GetPlan, GetPlanBatch, ListPlans, NoSuchPlan, NoSuchPlanBatch } from '@nlc/contracts/scheduling'
import { findNetwork } from '@nlc/known'
import { handle, idCursor, pageFrom, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Placement } from '../planner/plan.ts'
import { isSame } from '../planner/replan.ts'
import { mayManageNetwork } from '../standing.ts'
import { findPlan, readPlans, shown, timesOf } from './plan.ts'

export const getPlan = handle(GetPlan, async ({ planId }, context) => shown((await findPlan(context, planId)) ?? context.fail(NoSuchPlan)))

export const listPlans = handle(ListPlans, async ({ networkId, state, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
  if (!(await mayManageNetwork(db, caller, today, network.id))) return fail(NoSuchNetwork)
  const ofState = state === undefined ? sql`` : sql`and p.state = ${state}`
  const rows = await readPlans(
    db,
    sql`where p.network_id = ${network.id}::uuid and p.id > ${idCursor(after)}::uuid ${ofState} order by p.id limit ${limit + 1}`,
  )
  return pageFrom(rows.map(shown), limit, ({ id }) => [id])
})

export const comparePlans = handle(ComparePlans, async ({ planId, with: otherId }, context) => {
  const before = (await findPlan(context, planId)) ?? context.fail(NoSuchPlan)
  const after = (await findPlan(context, otherId)) ?? context.fail(NoSuchPlan)
  const [then, now] = [byOccasion(before.placements), byOccasion(after.placements)]
  const items = [...new Set([...then.keys(), ...now.keys()])].toSorted().flatMap((occasion) => {
    const [one, other] = [then.get(occasion), now.get(occasion)]
    if (other !== undefined && isSame(other, one)) return []
    return [{ occasion, ...(one && { before: side(one) }), ...(other && { after: side(other) }) }]
  })
  return {
    items,
    ...(before.cost !== undefined && { costBefore: before.cost }),
    ...(after.cost !== undefined && { costAfter: after.cost }),
  }
})

export const getPlanBatch = handle(GetPlanBatch, async ({ batchId }, { sql: db, fail }) => {
  const batch = await readBatch(db, batchId)
  return batch.total > 0 ? batch : fail(NoSuchPlanBatch)
})

export async function readBatch(db: Sql, id: string) {
  const { rows } = await sql<Record<'total' | 'planning' | 'planned' | 'impossible' | 'undecided' | 'cancelled', number>>`
    select count(*)::int as total, count(*) filter (where state = 'planning')::int as planning,
      count(*) filter (where state in ('planned', 'published', 'superseded'))::int as planned, count(*) filter (where state = 'impossible')::int as impossible,
      count(*) filter (where state = 'undecided')::int as undecided, count(*) filter (where state = 'cancelled')::int as cancelled
    from plan where batch_id = ${id}::uuid`.execute(db)
  return { id, ...rows[0]! }
}

const byOccasion = (placements: readonly Placement[]) => new Map(placements.map((placement) => [placement.occasion, placement]))
const side = (placement: Placement) => ({
  urn: placement.host,
  startsAt: timesOf(placement).startsAt,
  personIds: [...placement.people],
})
