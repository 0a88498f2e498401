/** Planning takes the processor for a while: it is done in a thread of its own, so that nothing else waits. */
import { Worker } from 'node:worker_threads'
import type { Placement, Plan } from './plan.ts'
import type { PlanningProblem } from './problem.ts'
import type { Replan } from './replan.ts'

export interface PlanningTask {
  readonly problem: PlanningProblem
  /** To be changed as little as can be. */
  readonly before?: readonly Placement[]
  /** Occasions of it that took place. */
  readonly over?: readonly string[]
  readonly seed: number
  /** The wall clock aborts it after that long. */
  readonly maxMs: number
}

export interface Planning {
  /** Absent: it is under way. */
  outcome?: Plan | Replan
  /** Where the thread broke. */
  error?: Error
  cancel(): void
}

export function startPlanning(task: PlanningTask): Planning {
  const worker = new Worker(new URL('./planner-thread.ts', import.meta.url), { workerData: task })
  // A service that ends does not wait for it.
  worker.unref()
  const planning: Planning = { cancel: () => void worker.terminate() }
  const settle = (what: Pick<Planning, 'outcome' | 'error'>) => {
    if (planning.outcome === undefined && planning.error === undefined) Object.assign(planning, what)
  }
  worker.once('message', (outcome: Plan | Replan) => settle({ outcome }))
  worker.once('error', (error: Error) => settle({ error }))
  worker.once('exit', () => settle({ outcome: { state: 'aborted', because: 'cancelled' } }))
  return planning
}
