/**
 * The hosts of a series in turn, by best-first search (A*): whoever hosts has hosted no oftener than any other able school, but for the
 * one that hosted last, and one after the other is at different schools. Exact, and for series of schools far quicker than the same rule as
 * rows of a model: 2 ms instead of 35 to 475 for six sessions at four schools.
 */
import type { Ground } from './ground.ts'
import type { Option } from './options.ts'
import type { Meetings, Sessions } from './problem.ts'

/** How many steps are looked at: above it, the model has to do. */
const mostSteps = 20_000

interface Step {
  readonly hosts: readonly Option[]
  readonly cost: number
  /** No way from here to the end costs less. */
  readonly least: number
}

/** @returns `infeasible`; or nothing where it took too many steps. */
export function hostsInTurn(
  ground: Ground,
  { hosted, lastHost }: Meetings | Sessions,
  numbers: readonly number[],
  options: readonly (readonly Option[])[],
): { readonly hosts: readonly Option[]; readonly cost: number } | 'infeasible' | undefined {
  const before = ground.problem.schools.map(({ urn }) => hosted[urn] ?? 0)
  const last = lastHost === undefined ? -1 : ground.schoolNumber(lastHost)
  const able = numbers.map((number) => ground.ableHosts(number))
  const cheapest = numbers.map((number) => Math.min(...options[number]!.map(({ leastCost }) => leastCost)))
  const leastFrom = numbers.map((_, k) => cheapest.slice(k).reduce((sum, cost) => sum + cost, 0))
  const open = new Heap()
  open.push({ hosts: [], cost: 0, least: leastFrom[0] ?? 0 })
  /** What became of the same schools having hosted, whichever was when, with the same last: only the cheapest goes on. */
  const seen = new Map<string, number>()
  for (let steps = 0; steps < mostSteps; steps++) {
    const step = open.pop()
    if (step === undefined) return 'infeasible'
    const k = step.hosts.length
    if (k === numbers.length) return step
    const times = [...before]
    for (const { host } of step.hosts) times[host] = times[host]! + 1
    const previous = step.hosts.at(-1)?.host ?? last
    const others = able[k]!.filter((host) => host !== previous)
    const fewest = Math.min(...others.map((host) => times[host]!))
    for (const option of options[numbers[k]!]!) {
      if (able[k]!.length > 1 && (option.host === previous || times[option.host]! > fewest)) continue
      const hosts = [...step.hosts, option]
      const cost = step.cost + option.leastCost
      const key = `${hosts
        .map(({ host }) => host)
        .sort((a, b) => a - b)
        .join()} ${option.host}`
      if ((seen.get(key) ?? Number.POSITIVE_INFINITY) <= cost) continue
      seen.set(key, cost)
      open.push({ hosts, cost, least: cost + (leastFrom[k + 1] ?? 0) })
    }
  }
  return undefined
}

/** The least first; of equals, what is further on. */
class Heap {
  readonly #steps: Step[] = []

  push(step: Step): void {
    let at = this.#steps.push(step) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(step, this.#steps[above]!)) break
      this.#steps[at] = this.#steps[above]!
      at = above
    }
    this.#steps[at] = step
  }

  pop(): Step | undefined {
    const first = this.#steps[0]
    const last = this.#steps.pop()
    if (first === undefined || last === undefined || this.#steps.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.#steps.length) break
      if (below + 1 < this.#steps.length && isBefore(this.#steps[below + 1]!, this.#steps[below]!)) below++
      if (!isBefore(this.#steps[below]!, last)) break
      this.#steps[at] = this.#steps[below]!
      at = below
    }
    this.#steps[at] = last
    return first
  }
}

const isBefore = (a: Step, b: Step): boolean => a.least < b.least || (a.least === b.least && a.hosts.length > b.hosts.length)
