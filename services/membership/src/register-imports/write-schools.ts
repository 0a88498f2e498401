import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { youngCodes } from '../local-authorities/reorganisations.ts'
import { type Aspect, type SchoolColumn, schoolColumns } from '../schools/school-columns.ts'
import type { RegisterImport } from './register-import.ts'

export interface Written {
  urn: string
  isNew: boolean
  /** It was open, and the register says that it has closed. */
  closes: boolean
  changed: Aspect[]
}

const names = schoolColumns.map(({ column }) => column)
const listed = (prefix: string, columns: readonly string[]) => sql.raw(columns.map((column) => `${prefix}${column}`).join(', '))

/**
 * Writes what the rows of these keys say of schools that are new or other than they say: two sets, compared in the database.
 * Answers those alone.
 */
export async function writeSchools(db: Sql, imported: RegisterImport, keys: { after: string; upTo: string }): Promise<Written[]> {
  const said = new Set(imported.columnsSaid)
  const definitions = sql.raw(schoolColumns.map(({ column, type }) => `${column} ${type}`).join(', '))
  const wanted = sql.join(schoolColumns.map((column) => sql`${wantedOf(column, said, imported.extractedOn)} as ${sql.ref(column.column)}`))
  const { rows } = await sql<Written>`
    with wanted as materialized (
      select r.key as urn, s.urn is null as is_new, s.status in ('1', '3', '4') and w.status = '2' as closes, la_code, establishment_number, ${wanted}
      from register_import_row r
      cross join lateral jsonb_to_record(r.row) as w(${definitions}, la_code text, establishment_number text, unsaid text[])
      left join school s on s.urn = r.key
      where r.import_id = ${imported.id} and r.key > ${keys.after} and r.key <= ${keys.upTo}
    ), registered as (
      insert into school (urn, ${listed('', names)}) select urn, ${listed('', names)} from wanted where is_new returning urn
    ), coded as (
      insert into school_local_authority (urn, la_code, establishment_number)
      select urn, la_code, establishment_number from wanted where is_new and la_code <> all(${youngCodes})
    ), changed as (
      update school s set ${sql.raw(names.map((column) => `${column} = w.${column}`).join(', '))}, version = s.version + 1
      from wanted w join school o on o.urn = w.urn
      where s.urn = w.urn and (${listed('o.', names)}) is distinct from (${listed('w.', names)})
      returning s.urn, w.closes, ${changedAspects} as changed
    )
    select urn, true as "isNew", false as closes, '{}'::text[] as changed from registered
    union all select urn, false, closes, changed from changed`.execute(db)
  return rows
}

/** What a column is to hold. `w` is what the row says, `s` the school as it is. */
function wantedOf({ column, from = column }: SchoolColumn, said: ReadonlySet<string>, extractedOn: string): RawBuilder<unknown> {
  const here = sql.ref(`s.${column}`)
  const there = sql.ref(`w.${column}`)
  if (column === 'last_day') {
    // Closed on a day that the register does not give: between the day it was last open and the day of this file.
    const closed = sql`coalesce(w.last_day, case when s.status = '2' then s.last_day when s.urn is not null then least(s.last_day, ${extractedOn}::date - 1) end)`
    const open = said.has(column) ? there : sql`case when s.last_day >= ${extractedOn}::date then s.last_day end`
    return sql`case when w.status = '2' then ${closed} else ${open} end`
  }
  // A column that is empty in every row is one that its source lacked.
  if (!said.has(from)) return here
  return sql`case when ${column} = any(w.unsaid) then ${here} else ${there} end`
}

const aspects = [...new Set(schoolColumns.map(({ aspect }) => aspect))]
const changedAspects = sql`array_remove(array[${sql.join(
  aspects.map((aspect) => {
    const columns = schoolColumns.filter((column) => column.aspect === aspect).map(({ column }) => column)
    return sql`case when (${listed('o.', columns)}) is distinct from (${listed('w.', columns)}) then ${sql.lit(aspect)} end`
  }),
)}]::text[], null)`
