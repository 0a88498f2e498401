import { type RawBuilder, sql } from 'kysely'

/** A table with a history, as it stood at an instant; without one, as it stands. */
export const asKnown = (table: string, at: string | undefined): RawBuilder<unknown> =>
  at === undefined
    ? sql.table(table)
    : sql`(select * from ${sql.table(`${table}_as_known`)} where recorded_at <= ${at}::timestamptz and (superseded_at is null or superseded_at > ${at}::timestamptz))`

/**
 * A table whose changes hold from the instant at which they are decided, as of a day: as was known at that day's end, or at
 * `asKnownAt` where that was earlier.
 */
export function asDecided(table: string, asAt: string | undefined, asKnownAt: string | undefined, today: string): RawBuilder<unknown> {
  if (asAt === undefined || asAt >= today) return asKnown(table, asKnownAt)
  const instant = sql`least(${asKnownAt ?? 'infinity'}::timestamptz, ((${asAt}::date + 1)::timestamp at time zone 'Europe/London') - interval '1 microsecond')`
  return sql`(select * from ${sql.table(`${table}_as_known`)} where recorded_at <= ${instant} and (superseded_at is null or superseded_at > ${instant}))`
}
