import { GetCopyOfPersonalData, NoSuchPerson } from '@nlc/contracts/membership'
import { handle, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { actingPerson, resolvePerson } from '../standing.ts'

type Held = { what: string; records: Record<string, unknown>[] }

/** Made from other tables, or told below. */
const notHere = ['employment_place', 'application']

export const getCopyOfPersonalData = handle(GetCopyOfPersonalData, async ({ personId }, { sql: db, caller, now, today, fail }) => {
  const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
  if (!isNationalBody(caller) && (await actingPerson(db, caller, today)) !== kept) fail(NoSuchPerson)

  const ids = sql`(select id from person where id = ${kept}::uuid or merged_into = ${kept}::uuid)`
  const { rows: named } = await sql<{ table_name: string; columns: string[]; history: boolean }>`
    select table_name, array_agg(column_name) as columns, to_regclass(table_name || '_as_known') is not null as history
    from person_references() where table_name <> 'person' and table_name <> all (${notHere}::text[])
    group by table_name order by table_name`.execute(db)

  const held: Held[] = [
    { what: 'person', records: await records(db, sql`person_as_known`, sql`t.id in ${ids}`) },
    {
      what: 'employment-period',
      records: await records(
        db,
        sql`employment_period_as_known`,
        sql`t.employment_id in (select id from employment where person_id in ${ids})`,
      ),
    },
  ]
  // Its co-leaders are named inside a document, which no reference shows.
  const coLeads = sql`exists (select from jsonb_array_elements(t.co_leaders) c where (c ->> 'personId')::uuid in ${ids})`
  held.push({ what: 'application', records: await records(db, sql`application_as_known`, sql`(t.applicant_id in ${ids} or ${coLeads})`) })
  for (const { table_name: table, columns, history } of named) {
    const names = columns.map((column) => sql`${sql.ref(`t.${column}`)} in ${ids}`)
    held.push({
      what: kindOf(table),
      records: await records(db, sql.table(history ? `${table}_as_known` : table), sql`(${sql.join(names, sql` or `)})`),
    })
  }
  held.push({
    what: 'done-for-the-person',
    records: await records(db, sql`(select at, operation, client, person from audit)`, sql`t.person in ${ids}`),
  })
  return { personId: kept, madeAt: now, held: held.filter(({ records }) => records.length > 0) }
})

async function records(db: Sql, from: RawBuilder<unknown>, condition: RawBuilder<unknown>): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{
    record: Record<string, unknown>
  }>`select jsonb_strip_nulls(to_jsonb(t)) as record from ${from} t where ${condition}`.execute(db)
  return rows.map(({ record }) => Object.fromEntries(Object.entries(record).map(([column, value]) => [fieldOf(column), value])))
}

const kindOf = (table: string) => table.replaceAll('_', '-')
const fieldOf = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
