import { RegisterImportDone, RegisterImportFailed } from '@nlc/contracts/membership'
import { type Sql, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'
import { endImport } from './end-import.ts'
import { keepRefusals } from './import-rows.ts'
import { interrupted } from './interrupted.ts'
import { RegisterImport } from './register-import.ts'

const rowsPerStep = 2000

interface Written {
  key: string
  line: number
  urn: string
  column: 'URN' | 'LinkURN' | null
  outcome: 'unknown' | 'created' | 'changed' | 'unchanged'
}

/** Second pass over a links file: the links as the register has them. What follows for schools is settled afterwards. */
export const writeLinks = work(
  'membership.write-links',
  { input: { importId: Type.String() }, emits: [RegisterImportDone, RegisterImportFailed] },
  async ({ importId }, state: { after: string } | undefined, context) => {
    const { em, sql: db } = context
    const imported = await em.findOneOrFail(RegisterImport, importId)
    const rows = await writeStep(db, importId, state?.after ?? '')
    const unknown = rows.filter(({ outcome }) => outcome === 'unknown')
    await keepRefusals(
      db,
      importId,
      unknown.map(({ line, urn, column }) => ({
        line,
        urn,
        refused: 'row',
        column: column!,
        rule: 'unknown-school',
        detail: 'There is no such school here: import the establishments first.',
      })),
    )
    imported.rowsRefused += unknown.length
    imported.rowsCreated += rows.filter(({ outcome }) => outcome === 'created').length
    imported.rowsChanged += rows.filter(({ outcome }) => outcome === 'changed').length
    imported.rowsUnchanged += rows.filter(({ outcome }) => outcome === 'unchanged').length
    if (rows.length === rowsPerStep) return { state: { after: rows.at(-1)!.key }, next: 'again' }
    await endImport(imported, context)
    return { state: { after: '' }, next: 'done' }
  },
  ({ importId }, context) => interrupted(importId, context),
)

async function writeStep(db: Sql, importId: string, after: string): Promise<Written[]> {
  const { rows } = await sql<Written>`
    with said as materialized (
      select r.key, r.line, w.*, a.urn is null as unknown, b.urn is null as unknown_link, l.urn is null as is_new, l.established_on as was
      from (select * from register_import_row where import_id = ${importId} and key > ${after} order by key limit ${rowsPerStep}) r
      cross join lateral jsonb_to_record(r.row) as w(urn text, link_urn text, link_type text, established_on date)
      left join school a on a.urn = w.urn left join school b on b.urn = w.link_urn
      left join school_link l on l.urn = w.urn and l.link_urn = w.link_urn and l.link_type = w.link_type
    ), written as (
      insert into school_link as l (urn, link_urn, link_type, established_on)
      select urn, link_urn, link_type, established_on from said
      where not unknown and not unknown_link and (is_new or established_on is distinct from was)
      on conflict (urn, link_urn, link_type) do update set established_on = excluded.established_on
    )
    select key, line, case when unknown then urn else link_urn end as urn,
           case when unknown then 'URN' when unknown_link then 'LinkURN' end as "column",
           case when unknown or unknown_link then 'unknown' when is_new then 'created'
                when established_on is distinct from was then 'changed' else 'unchanged' end as outcome
    from said order by key`.execute(db)
  return rows
}
