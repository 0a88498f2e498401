/**
 * A year's rota for 130 networks and 1,500 schools on one core: how long, how much memory, how far from the bound that is proved; beside a
 * plain greedy planner, and beside the solver given hosts, days and people in one model. `REGISTER_CSV` names a register file: then also
 * networks of real schools.
 */
import { existsSync, readFileSync } from 'node:fs'
import { Ground } from '@nlc/scheduling/planner/ground'
import { makePlan } from '@nlc/scheduling/planner/make-plan'
import { optionsOf } from '@nlc/scheduling/planner/options'
import type { PlanningProblem } from '@nlc/scheduling/planner/problem'
import { replan } from '@nlc/scheduling/planner/replan'
import { Solver } from '@nlc/scheduling/planner/solver'
import { sizeOfWhole, solveWhole } from '@nlc/scheduling/planner/whole-model'
import { makeNetwork, numbersFrom } from '@nlc/scheduling/test/generated-networks'
import { checkPlan } from '@nlc/scheduling/test/plan-checker'
import { median } from './comparison.ts'
import type { Options } from './options.ts'
import { planGreedily } from './plan-greedy.ts'
import { schoolsAround } from './plan-register.ts'

const schools = 1_500
const networks = 130
const limits = { seed: 1, deadline: Number.POSITIVE_INFINITY, isCancelled: () => false }
/** For the whole model: of networks, and for each. */
const wholeTried = 8
const wholeMs = 30_000

export async function measure({ rounds }: Options): Promise<void> {
  const problems = sizes().map((of, seed) => makeNetwork({ seed, schools: of }))
  const solver = await Solver.load()
  const seconds: { planner: number[]; greedy: number[] } = { planner: [], greedy: [] }
  let [cost, bound, largestGap, greedyCost, greedyLeftOut, occasions] = [0, 0, 0, 0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    let began = performance.now()
    ;[cost, bound, largestGap, occasions] = [0, 0, 0, 0]
    for (const problem of problems) {
      const plan = makePlan(solver, problem, limits)
      if (plan.state !== 'planned') throw new Error(JSON.stringify(plan))
      if (round === 0 && checkPlan(problem, plan.placements).faults.length > 0) throw new Error('A plan breaks a rule.')
      cost += plan.cost
      bound += plan.bound
      occasions += plan.placements.length
      largestGap = Math.max(largestGap, plan.gap)
    }
    seconds.planner.push((performance.now() - began) / 1000)
    began = performance.now()
    ;[greedyCost, greedyLeftOut] = [0, 0]
    for (const problem of problems) {
      const greedy = planGreedily(problem)
      greedyCost += greedy.cost
      greedyLeftOut += greedy.leftOut
    }
    seconds.greedy.push((performance.now() - began) / 1000)
    console.error(
      `round ${round + 1}/${rounds}  planner ${seconds.planner.at(-1)!.toFixed(1)} s  greedy ${seconds.greedy.at(-1)!.toFixed(1)} s`,
    )
  }
  const percent = (part: number) => `${(100 * part).toFixed(2)} %`
  console.log(
    `\na year's rota of ${networks} networks, ${schools} schools, ${occasions} occasions, on one core (median of ${rounds} rounds)`,
  )
  console.log(
    `  planner   ${median(seconds.planner).toFixed(1)} s, ${cost} minutes of way; ${percent((cost - bound) / cost)} above the bound, at most ${percent(largestGap)} in a network`,
  )
  console.log(
    `  greedy    ${median(seconds.greedy).toFixed(1)} s, ${greedyCost} minutes of way, and ${greedyLeftOut} occasions found no place; ${percent((greedyCost - bound) / greedyCost)} above the bound`,
  )
  console.log(`  memory    ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most, of the whole process`)
  measureWhole(solver, problems)
  await measureRegister(solver)
}

/** As the networks of a country are: most have some ten schools, a few forty. They add up. */
function sizes(): number[] {
  const random = numbersFrom(1)
  const drawn = Array.from({ length: networks }, () => 4 + Math.floor(36 * random() ** 3.4))
  for (let i = 0; drawn.reduce((sum, of) => sum + of, 0) !== schools; i = (i + 1) % networks) {
    const step = Math.sign(schools - drawn.reduce((sum, of) => sum + of, 0))
    if (drawn[i]! + step >= 4 && drawn[i]! + step <= 40) drawn[i]! += step
  }
  return drawn
}

function measureWhole(solver: Solver, problems: readonly PlanningProblem[]): void {
  console.log(`\nthe solver given hosts, days and people at once, for the first ${wholeTried} networks, at most ${wholeMs / 1000} s each`)
  for (const problem of problems.slice(0, wholeTried)) {
    const ground = new Ground(problem)
    const options = optionsOf(ground, limits.seed)
    let began = performance.now()
    const solved = solveWhole(solver, ground, options, [], { ...limits, deadline: Date.now() + wholeMs, nodes: 1_000_000 })
    const whole = performance.now() - began
    began = performance.now()
    makePlan(solver, problem, limits)
    const ours = performance.now() - began
    console.log(
      `  ${String(problem.schools.length).padStart(2)} schools, ${sizeOfWhole(ground, options)} columns: ${solved.state}, ${(whole / 1000).toFixed(1)} s; planner ${(ours / 1000).toFixed(2)} s (${(whole / ours).toFixed(0)} times)`,
    )
  }
}

async function measureRegister(solver: Solver): Promise<void> {
  const file = process.env.REGISTER_CSV
  if (file === undefined || !existsSync(file)) {
    console.log('\nnetworks of real schools: left out, since REGISTER_CSV names no register file')
    return
  }
  console.log('\nnetworks of real schools')
  const csv = readFileSync(file)
  for (const [name, latitude, longitude, count] of [
    ['Cumbria, around Barrow', 54.11, -3.226, 16],
    ['Cheshire, around Winsford', 53.194, -2.52, 17],
    ['Manchester and its neighbours', 53.48, -2.242, 40],
  ] as const) {
    const points = schoolsAround(csv, { latitude, longitude }, count)
    const problem = makeNetwork({ seed: 1, schools: points.length, points })
    const began = performance.now()
    const plan = makePlan(solver, problem, limits)
    const took = performance.now() - began
    if (plan.state !== 'planned') throw new Error(JSON.stringify(plan))
    const { faults } = checkPlan(problem, plan.placements)
    const host = plan.placements[0]!.host
    const snowedIn = {
      ...problem,
      schools: problem.schools.map((school) =>
        school.urn === host ? { ...school, days: withoutFortnight(school.days, plan.placements[0]!.day) } : school,
      ),
    }
    const again = replan(solver, snowedIn, plan.placements, limits)
    const changes = again.state === 'planned' ? `${again.changed.length} changes, ${again.leastChanges} the least` : again.state
    console.log(
      `  ${name}: ${points.length} schools, ${plan.placements.length} occasions in ${took.toFixed(0)} ms, gap ${(100 * plan.gap).toFixed(2)} %, rules broken: ${faults.length}; one closed for a fortnight: ${changes}`,
    )
  }
}

const withoutFortnight = <T>(days: Readonly<Record<string, T>>, from: string): Record<string, T | 'closure'> => {
  const closed = Object.keys(days)
    .filter((day) => day >= from)
    .slice(0, 10)
  return { ...days, ...Object.fromEntries(closed.map((day) => [day, 'closure' as const])) }
}
