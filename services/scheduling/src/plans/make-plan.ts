import { Id } from '@nlc/contracts/formats'
import { PlanMade } from '@nlc/contracts/scheduling'
import { type Step, type WorkContext, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Planning, startPlanning } from '../planner/in-a-thread.ts'
import type { Placement } from '../planner/plan.ts'
import { type CarriedOut, isOver, readCarriedOut } from './carried-out.ts'
import { gatherProblem } from './gather-problem.ts'
import { changePlan, type Plan, readPlans, saidOf } from './plan.ts'

/** What one plan may take by the wall clock; nearly all take a second. */
const maxMs = 120_000
/** The thread takes a processor: one at a time in this process. */
const under = new Map<string, Planning>()
const pollMs = 150

const later = (now: Date): Step<null> => ({ state: null, next: new Date(now.getTime() + pollMs) })
const done: Step<null> = { state: null, next: 'done' }

/**
 * No transaction waits for the planner: a step starts its thread, later ones look whether it is through. Where the process was killed
 * meanwhile, another starts it again, and comes to the same plan.
 */
export const makePlan = work(
  'scheduling.make-plan',
  { input: { planId: Id }, emits: [PlanMade], background: true },
  async ({ planId }, _, context): Promise<Step<null>> => {
    const { sql: db, now } = context
    const [plan] = await readPlans(db, sql`where p.id = ${planId}::uuid for update`)
    const planning = under.get(planId)
    if (plan?.state !== 'planning') {
      planning?.cancel()
      under.delete(planId)
      return done
    }
    if (planning === undefined) {
      if (under.size > 0) return later(now)
      const carriedOut = await readCarriedOut(db, plan)
      const over = [...(carriedOut?.occasions ?? [])].flatMap(([occasion, { activity }]) => (isOver(activity, now) ? [occasion] : []))
      const problem = await gatherProblem(db, plan, { today: context.today, over, carriedOut })
      const [before] = plan.replans === undefined ? [] : await readPlans(db, sql`where p.id = ${plan.replans}::uuid`)
      await sql`update plan set progress = 'solving' where id = ${planId}::uuid`.execute(db)
      const task = {
        problem,
        ...(before && { before: before.placements.map((placement) => asItTookPlace(placement, over, carriedOut)), over }),
        seed: plan.seed,
        maxMs,
      }
      under.set(planId, startPlanning(task))
      return later(now)
    }
    if (planning.error === undefined && planning.outcome === undefined) return later(now)
    under.delete(planId)
    if (planning.error) throw planning.error
    await settle(context, plan, planning.outcome!)
    return done
  },
  async ({ planId }, context) => {
    const [plan] = await readPlans(context.sql, sql`where p.id = ${planId}::uuid for update`)
    if (plan?.state === 'planning') await settle(context, plan, { state: 'undecided' }, 'failure')
  },
)

/** A draft may have moved what took place meanwhile where it was. */
const asItTookPlace = (placement: Placement, over: readonly string[], carriedOut: CarriedOut | undefined): Placement =>
  over.includes(placement.occasion) ? (carriedOut?.occasions.get(placement.occasion)?.placement ?? placement) : placement

async function settle(
  { sql: db, emit }: WorkContext<typeof PlanMade>,
  plan: Plan,
  outcome: NonNullable<Planning['outcome']>,
  because?: Plan['undecidedBecause'],
): Promise<void> {
  const state = outcome.state === 'aborted' ? 'undecided' : outcome.state
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`
  const made = await changePlan(db, plan.id, sql`state = ${state}, progress = null, ${what()}`)
  emit(PlanMade, { ...saidOf(made), outcome: state })

  function what() {
    switch (outcome.state) {
      case 'planned': {
        const { placements, cost, bound } = outcome
        const changes =
          'changed' in outcome ? sql`, changed = ${[...outcome.changed]}::text[], least_changes = ${outcome.leastChanges}` : sql``
        return sql`placements = ${json(placements)}, cost = ${cost}, bound = ${bound}${changes}`
      }
      case 'impossible':
        return sql`conflicts = ${json(outcome.conflicts.map(({ elements, words }) => ({ elements, words })))}`
      default:
        return sql`undecided = ${because ?? (outcome.state === 'aborted' ? 'time' : 'work')}`
    }
  }
}
