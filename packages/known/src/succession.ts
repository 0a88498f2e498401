import type { Sql } from '@nlc/runtime'
import { type Expression, sql } from 'kysely'
import { isBefore } from './day.ts'

/** As ISO 8601 in UTC, to the millisecond, which is how events have it. */
export const instant = (column: Expression<unknown>) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export interface Succession {
  readonly urn: string
  readonly successorUrn: string
  /** The first day of the one that carries on. */
  readonly firstDay: string
  /** When it was said: ISO 8601, to the millisecond, as `toldAt` of what it moves. */
  readonly toldAt: string
}

async function successionsOf(db: Sql, urns: readonly string[]): Promise<Succession[]> {
  if (urns.length === 0) return []
  const { rows } = await sql<Succession>`
    select urn, successor_urn as "successorUrn", first_day as "firstDay", ${instant(sql.ref('told_at'))} as "toldAt"
    from known_succession where urn = any (${[...urns]}::text[]) order by first_day, urn`.execute(db)
  return rows
}

/** Chains of successions that are longer than this are a mistake of somebody's. */
const longestChain = 20

/** It was said after this was told, which does not have it in it yet; and a part of this is on or after its day. */
export const concerns = ({ toldAt, firstDay }: Succession, told: { toldAt: string; lastDay: string | null }): boolean =>
  told.toldAt <= toldAt && !isBefore(told.lastDay, firstDay)

/**
 * What was told, carried over by all successions that were said since, whichever came here first: where A went to B and B to C, what
 * was at A is at C.
 */
export async function carriedOver<T>(
  db: Sql,
  told: readonly T[],
  urnsOf: (told: readonly T[]) => readonly string[],
  move: (told: readonly T[], succession: Succession) => readonly T[] | Promise<readonly T[]>,
): Promise<readonly T[]> {
  let now = told
  for (let step = 0; step < longestChain; step++) {
    let next = now
    for (const succession of await successionsOf(db, urnsOf(now))) next = await move(next, succession)
    if (JSON.stringify(next) === JSON.stringify(now)) return now
    now = next
  }
  return now
}
