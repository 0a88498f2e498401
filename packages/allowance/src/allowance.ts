import { type AcademicYear, daysFrom, firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import type { SchoolWeek } from './school-weeks.ts'

/**
 * From when until when minutes accrue for somebody, and at which FTE: a period of the appointment, as far as an employment at its school
 * covers it. Several on one day are several employments there: their FTE add up, to 1 at most. The minutes are the holder's own, so
 * those of a job share are less already.
 */
export interface Accruing {
  readonly firstDay: string
  readonly lastDay: string | null
  readonly minutesPerWeek: number
  readonly fte: number
}

/** On a day. `net`: less what came back. */
export interface Spend {
  readonly postingId: string
  readonly day: string
  readonly net: number
  /** Of `net`, what the signatory's exception granted. */
  readonly granted: number
}

export interface Week {
  readonly firstDay: string
  readonly schoolDays: number
  readonly accrued: number
  readonly spent: number
}

/**
 * Accrual is counted in parts of a minute that make every product a whole number: a ten-thousandth of an FTE, a fifth of a week. A
 * year of them stays far below 2^53.
 */
const partsPerMinute = 10_000 * 5

/** How much an appointment has, in one academic year: what accrues by school week, what was granted, what is spent (docs/rules.md, Time allowance). */
export class Allowance {
  readonly year: AcademicYear
  readonly #start: string
  readonly #days: number
  readonly #weeks: readonly SchoolWeek[]
  // By day of the year, each including all days before it. In whole minutes.
  readonly #accrued: number[]
  readonly #granted: number[]
  readonly #spent: number[]

  constructor(year: AcademicYear, weeks: readonly SchoolWeek[], accruing: readonly Accruing[], spends: readonly Spend[]) {
    this.year = year
    this.#start = firstDayOfYear(year)
    this.#days = daysFrom(this.#start, lastDayOfYear(year)) + 1
    this.#weeks = weeks
    const perSchoolDay = this.#partsPerSchoolDay(accruing)
    const parts = this.#perDay(
      weeks.map((week) => {
        const first = this.index(week.firstDay)
        return [week.firstDay, week.daysIn.reduce((sum, days) => sum + perSchoolDay[first + days]!, 0)]
      }),
    )
    // What is not yet a whole minute waits for the next week.
    this.#accrued = summed(parts).map((sum) => Math.floor(sum / partsPerMinute))
    this.#granted = summed(this.#perDay(spends.map(({ day, granted }) => [day, granted])))
    this.#spent = summed(this.#perDay(spends.map(({ day, net }) => [day, net])))
  }

  /** What each day of the year would bring if it were a school day: a fifth of the week. */
  #partsPerSchoolDay(accruing: readonly Accruing[]): number[] {
    const minutes = new Array<number>(this.#days).fill(0)
    const fte = new Array<number>(this.#days).fill(0)
    const last = lastDayOfYear(this.year)
    for (const conditions of accruing) {
      const from = conditions.firstDay > this.#start ? conditions.firstDay : this.#start
      const to = conditions.lastDay === null || conditions.lastDay > last ? last : conditions.lastDay
      if (from > to) continue
      const parts = Math.round(conditions.fte * 10_000)
      for (let index = this.index(from), end = this.index(to); index <= end; index++) {
        minutes[index] = conditions.minutesPerWeek
        fte[index]! += parts
      }
    }
    return minutes.map((perWeek, index) => perWeek * Math.min(10_000, fte[index]!))
  }

  #perDay(amounts: readonly (readonly [day: string, amount: number])[]): number[] {
    const perDay = new Array<number>(this.#days).fill(0)
    for (const [day, amount] of amounts) perDay[this.index(day)]! += amount
    return perDay
  }

  /** @throws RangeError where the day is not of this academic year. */
  index(day: string): number {
    const index = daysFrom(this.#start, day)
    if (!(index >= 0 && index < this.#days)) throw new RangeError(`${day} is not in the academic year ${this.year}`)
    return index
  }

  accrued(day: string): number {
    return this.#accrued[this.index(day)]!
  }

  granted(day: string): number {
    return this.#granted[this.index(day)]!
  }

  spent(day: string): number {
    return this.#spent[this.index(day)]!
  }

  /** Negative: overdrawn. */
  balance(day: string): number {
    return this.#balanceAt(this.index(day))
  }

  #balanceAt(index: number): number {
    return this.#accrued[index]! + this.#granted[index]! - this.#spent[index]!
  }

  /** Of each day of the year, from 1 September. */
  balances(): number[] {
    return Array.from({ length: this.#days }, (_, index) => this.#balanceAt(index))
  }

  /** What can be spent on this day so that neither it nor a later day is overdrawn. Never negative. */
  available(day: string): number {
    let least = Number.POSITIVE_INFINITY
    for (let index = this.index(day); index < this.#days; index++) least = Math.min(least, this.#balanceAt(index))
    return Math.max(0, least)
  }

  get entitledInYear(): number {
    return this.#accrued.at(-1)!
  }

  /** Those that have begun by the day, each with what it brought and what was spent until the next began; the first has what was spent before it, too. */
  weeksUntil(day: string): Week[] {
    const until = this.index(day)
    const begun = this.#weeks.filter((week) => this.index(week.firstDay) <= until)
    return begun.map((week, n) => {
      const from = this.index(week.firstDay)
      const next = begun[n + 1]
      const to = next ? this.index(next.firstDay) - 1 : until
      const spentBefore = n === 0 ? 0 : this.#spent[from - 1]!
      return {
        firstDay: week.firstDay,
        schoolDays: week.daysIn.length,
        accrued: this.#accrued[from]! - (from === 0 ? 0 : this.#accrued[from - 1]!),
        spent: this.#spent[to]! - spentBefore,
      }
    })
  }
}

function summed(perDay: readonly number[]): number[] {
  let sum = 0
  return perDay.map((amount) => {
    sum += amount
    return sum
  })
}
