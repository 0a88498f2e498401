/** How unevenly leadership is distributed, and when that is said aloud (docs/rules.md, Distribution of leadership). */

export interface Concentration {
  readonly index: number
  readonly largest: number
  readonly among: number
}

/** Of how many appointments each has: their sum, the sum of their squares, the most that one has, and how many have any. */
export interface Counted {
  readonly sum: number
  readonly squares: number
  readonly largest: number
  readonly among: number
}

export const counted = (counts: readonly number[]): Counted => ({
  sum: counts.reduce((sum, count) => sum + count, 0),
  squares: counts.reduce((sum, count) => sum + count * count, 0),
  largest: Math.max(0, ...counts),
  among: counts.filter((count) => count > 0).length,
})

const rounded = (proportion: number) => Math.round(proportion * 10_000) / 10_000
/** To 4 places; 0 of nothing. */
export const proportionOf = (part: number, whole: number): number => (whole === 0 ? 0 : rounded(part / whole))

/** Herfindahl-Hirschman: the sum of the squares of the proportions. Between 1/n, where n have equally many, and 1, where one has all; 0 of nothing. */
export const concentration = ({ sum, squares, largest, among }: Counted): Concentration => ({
  index: sum === 0 ? 0 : rounded(squares / (sum * sum)),
  largest: proportionOf(largest, sum),
  among,
})

/** More than this proportion of a network's appointments … */
export const threshold = 0.5
/** … where there are at least so many: of two or three, somebody always has most. */
export const fewestAppointments = 4

export const dominates = (part: number, appointments: number): boolean =>
  appointments >= fewestAppointments && part > threshold * appointments
