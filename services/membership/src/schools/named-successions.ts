import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { predecessorTypes, splitTypes, successorTypes } from './link-types.ts'

/** What the register's links name for a school that ends. `day`: from when its one successor carries it on, where the register gives that. */
export interface NamedSuccession {
  urn: string
  candidates: string[]
  split: boolean
  day: string | null
}

/** A row (urn, successor_urn, split, established_on) for each successor that a link names, in either direction. */
const named = sql`(
  select urn, link_urn as successor_urn, link_type = any(${[...splitTypes]}) as split, established_on
  from school_link where link_type = any(${[...successorTypes]})
  union
  select link_urn, urn, link_type = any(${[...splitTypes]}), established_on
  from school_link where link_type = any(${[...predecessorTypes]})
)`

/**
 * The day on which the successor opens, or the one after the other's last where that is later (it may join a school that is
 * open for long). Without a last day, the day of the link; then the successor's opening, if it opened later than the other.
 */
export const successionDay = sql`case
  when p.last_day is not null then greatest(s.first_day, p.last_day + 1)
  when established_on is not null then established_on
  when s.first_day > coalesce(p.first_day, '-infinity') then s.first_day end`

/** `n`: as `NamedSuccession`, one row per school that ends. */
export const namedSuccessions: RawBuilder<unknown> = sql`(
  select c.*, case when cardinality(candidates) = 1 then (
      select ${successionDay} from school p, school s where p.urn = c.urn and s.urn = c.candidates[1]) end as day
  from (
    select urn, array_agg(distinct successor_urn order by successor_urn) as candidates, bool_or(split) as split, max(established_on) as established_on
    from ${named} n group by urn
  ) c
)`

/** Of one school; `undefined` where the register names no successor. */
export async function namedSuccessionOf(db: Sql, urn: string): Promise<NamedSuccession | undefined> {
  const { rows } = await sql<NamedSuccession>`select urn, candidates, split, day from ${namedSuccessions} n where urn = ${urn}`.execute(db)
  return rows[0]
}
