/** Then the days: each occasion takes the best day that is left; whoever found none goes first the next time. */
import type { Ground } from './ground.ts'
import type { Option } from './options.ts'
import { type Placed, Timetable } from './timetable.ts'

export type DaysChosen =
  | { readonly isComplete: true; readonly placed: readonly Placed[] }
  /** Which found no day most often. */
  | { readonly isComplete: false; readonly hardest: number }

/** @param kept stay as they are, and go with each other. @param rounds how often it begins anew. */
export function chooseDays(ground: Ground, hosts: readonly Option[], kept: readonly Placed[], rounds: number): DaysChosen {
  const keptNumbers = new Set(kept.map(({ number }) => number))
  const failed = new Map<number, number>()
  const open = [...hosts.keys()].filter((number) => !keptNumbers.has(number))
  let hardest = open[0] ?? 0
  for (let round = 0; round < rounds; round++) {
    const timetable = new Timetable(ground)
    for (const placed of kept) timetable.place(placed)
    const order = open.toSorted(
      (a, b) => (failed.get(b) ?? 0) - (failed.get(a) ?? 0) || hosts[a]!.days.length - hosts[b]!.days.length || a - b,
    )
    const missed = order.find((number) => !take(timetable, number, hosts[number]!))
    if (missed === undefined) return { isComplete: true, placed: timetable.all }
    const times = (failed.get(missed) ?? 0) + 1
    failed.set(missed, times)
    if (times >= (failed.get(hardest) ?? 0)) hardest = missed
  }
  return { isComplete: false, hardest }
}

/** The days are in order of what they cost, but for who is still free to be chosen. */
function take(timetable: Timetable, number: number, { host, days }: Option): boolean {
  for (const day of days) {
    const placed = timetable.tryAt(number, host, day)
    if (placed === undefined) continue
    timetable.place(placed)
    return true
  }
  return false
}
