import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** Something that is shown of these schools, and kept beside them, has changed: their version says so. */
export async function touchSchools(db: Sql, urns: readonly string[]): Promise<void> {
  if (urns.length > 0) await sql`update school set version = version + 1 where urn = any(${urns})`.execute(db)
}
