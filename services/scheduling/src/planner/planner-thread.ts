/** What runs in the planner's thread: one task, one answer. */
import { parentPort, workerData } from 'node:worker_threads'
import type { PlanningTask } from './in-a-thread.ts'
import { makePlan } from './make-plan.ts'
import { replan } from './replan.ts'
import { Solver } from './solver.ts'

const { problem, before, over, seed, maxMs } = workerData as PlanningTask
const solver = await Solver.load()
// Whoever cancels ends the thread.
const limits = { seed, deadline: Date.now() + maxMs, isCancelled: () => false }
parentPort!.postMessage(before === undefined ? makePlan(solver, problem, limits) : replan(solver, problem, before, limits, over))
