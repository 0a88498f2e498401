import type { Writable } from '@nlc/contracts/define'
import type { RegisterImport as ShownImport } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownImport>>

/** Imports as the API shows them. `i` is the import. */
export async function readImports(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown & { queuedAt: Date }>`
    select i.id, i.kind, i.file_id as "fileId", i.extracted_on as "extractedOn", i.state, i.encoding,
           i.rows_read as "rowsRead", i.rows_created as "rowsCreated", i.rows_changed as "rowsChanged", i.rows_unchanged as "rowsUnchanged",
           i.rows_refused as "rowsRefused", i.fields_refused as "fieldsRefused",
           i.schools_open as "schoolsOpen", i.schools_closing as "schoolsClosing",
           case when i.failure_rule is not null then jsonb_build_object('rule', i.failure_rule, 'detail', i.failure) end as failure,
           i.queued_at as "queuedAt", i.ended_at as "endedAt", i.version
    from register_import i ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readImport(db: Sql, id: string): Promise<Shown> {
  return (await readImports(db, sql`where i.id = ${id}`))[0]!
}
