import type { Sql } from '@nlc/runtime'
import { type Expression, sql } from 'kysely'

/** As ISO 8601 in UTC, to the millisecond, which is how events have it. */
export const instant = (column: Expression<unknown>) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export interface Succession {
  readonly urn: string
  readonly successorUrn: string
  /** The first day of the one that carries on. */
  readonly firstDay: string
}

/** Those of these schools that were said at this time or later: what was told then does not have them in it yet. */
export async function successionsOf(db: Sql, urns: readonly string[], since: Date): Promise<Succession[]> {
  if (urns.length === 0) return []
  const { rows } = await sql<Succession>`
    select urn, successor_urn as "successorUrn", first_day as "firstDay" from known_succession
    where urn = any (${[...urns]}::text[]) and told_at >= ${since.toISOString()}::timestamptz order by first_day, urn`.execute(db)
  return rows
}

/** Chains of successions that are longer than this are a mistake of somebody's. */
const longestChain = 20

/**
 * What was told at a time, carried over by all that was said since, whichever came here first: where A went to B and B to C, what was
 * at A is at C.
 */
export async function carriedOver<T>(
  db: Sql,
  told: readonly T[],
  since: Date,
  urnsOf: (told: readonly T[]) => readonly string[],
  move: (told: readonly T[], succession: Succession) => readonly T[] | Promise<readonly T[]>,
): Promise<readonly T[]> {
  let now = told
  for (let step = 0; step < longestChain; step++) {
    let next = now
    for (const succession of await successionsOf(db, urnsOf(now), since)) next = await move(next, succession)
    if (JSON.stringify(next) === JSON.stringify(now)) return now
    now = next
  }
  return now
}
