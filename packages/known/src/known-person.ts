import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** The surviving record's id of somebody whom an event names; noted where nothing has been heard of them yet. */
export async function knowPerson(db: Sql, personId: string): Promise<string> {
  const { rows } = await sql<{ kept: string }>`select know_person(${personId}::uuid) as kept`.execute(db)
  return rows[0]!.kept
}
