/** Rows that were read and found in order, and what was refused, until an import is over. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Refusal, Row } from './row-reader.ts'

/** Keeps rows; answers those whose key was there already. */
export async function keepRows(db: Sql, importId: string, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return []
  const json = `[${rows.map(({ key, line, meaning, digest }) => `{"key":${JSON.stringify(key)},"line":${line},"row":${meaning},"digest":${JSON.stringify(digest)}}`).join(',')}]`
  const { rows: kept } = await sql<{ line: number }>`
    insert into register_import_row (import_id, key, line, row, digest)
    select ${importId}::uuid, r.key, r.line, r.row, r.digest
    from json_to_recordset(${json}::json) as r(key text, line int, row jsonb, digest text) order by r.line
    on conflict do nothing returning line`.execute(db)
  if (kept.length === rows.length) return []
  const lines = new Set(kept.map(({ line }) => line))
  return rows.filter(({ line }) => !lines.has(line))
}

/** The line on which each of these keys is. */
export async function linesOf(db: Sql, importId: string, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; line: number }>`
    select key, line from register_import_row where import_id = ${importId} and key = any(${keys})`.execute(db)
  return new Map(rows.map(({ key, line }) => [key, line]))
}

export async function keepRefusals(db: Sql, importId: string, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  await sql`
    insert into register_import_refusal (import_id, line, refused, urn, "column", rule, detail)
    select ${importId}::uuid, r.line, r.refused, r.urn, r."column", r.rule, r.detail
    from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb) as r(line int, refused text, urn text, "column" text, rule text, detail text)`.execute(
    db,
  )
}

export async function forgetRefusals(db: Sql, importId: string): Promise<void> {
  await sql`delete from register_import_refusal where import_id = ${importId}`.execute(db)
}

export async function forgetRows(db: Sql, importId: string): Promise<void> {
  await sql`delete from register_import_row where import_id = ${importId}`.execute(db)
}
