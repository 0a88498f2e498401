import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** For how long what left, or was succeeded, may stay without a replacement or a new signature (docs/rules.md, Succession). */
export const graceDays = 60

export interface Deadline {
  readonly day: string
  /** The instant at which the day is over, Europe/London. */
  readonly passedAt: Date
}

export async function deadlineAfter(db: Sql, day: string, days: number = graceDays): Promise<Deadline> {
  const { rows } = await sql<Deadline>`
    select (${day}::date + ${days}::int) as day, ((${day}::date + ${days}::int + 1)::timestamp at time zone 'Europe/London') as "passedAt"`.execute(
    db,
  )
  return rows[0]!
}

export const earlierDay = (a: string, b: string): string => (a.localeCompare(b) < 0 ? a : b)
export const laterDay = (a: string, b: string): string => (a.localeCompare(b) < 0 ? b : a)
