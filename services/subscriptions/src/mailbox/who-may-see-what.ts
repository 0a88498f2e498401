/**
 * Whoever tells of an appointment holds this lock together with others; whoever opens something to be seen, alone. So what is
 * reported of a place that opens is all that was told before, and all that is told after it finds the place open.
 */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

const key = sql`hashtextextended('who-may-see-what', 0)`

/** A statement of its own, before those that read what may be seen and where schools are, and before any subscription is locked. */
export const telling = (db: Sql) => sql`select pg_advisory_xact_lock_shared(${key})`.execute(db)
/** To be taken before any subscription is locked, too. */
export const opening = (db: Sql) => sql`select pg_advisory_xact_lock(${key})`.execute(db)
