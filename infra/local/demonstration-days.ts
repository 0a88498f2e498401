/** Days of the demonstration, counted from the one on which its loading began: a start that goes on with it uses the same. */
export interface DemonstrationDays {
  /** Before the first: the register's and the staff lists' extracts, which lie in the past wherever the clock stands. */
  readonly dayBefore: string
  /** First day of the academic year. */
  readonly schoolYear: string
  /** Last day of terms on boards that began with it: four years. */
  readonly termEnds: string
  /** Of sharing agreements. */
  readonly reviewDay: string
  readonly sharedUntil: string
}

/** @param began an instant, RFC 3339. */
export function daysFrom(began: string): DemonstrationDays {
  const day = began.slice(0, 10)
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0)
  return {
    dayBefore: new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10),
    schoolYear: `${year}-09-01`,
    termEnds: `${year + 4}-08-31`,
    reviewDay: `${year + 2}-08-31`,
    sharedUntil: `${year + 4}-08-31`,
  }
}
