import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepRefusals } from './import-rows.ts'
import type { RegisterImport } from './register-import.ts'

/**
 * A pair of LA code and establishment number is one school's while it is open; only a school that opens after that one has
 * closed may take it over, as a converted academy does. Where a file gives one pair to two, it stays with the school that
 * has it, or else goes to the first row; the other is imported without a number.
 */
export async function refuseNumbersInUse(db: Sql, imported: RegisterImport): Promise<void> {
  const importId = imported.id
  const { rows } = await sql<{ urn: string; line: number; pair: string; holder: string }>`
    with said as (
      select r.key as urn, r.line, w.* from register_import_row r
      cross join lateral jsonb_to_record(r.row) as w(la_code text, establishment_number text, status text, first_day date, last_day date)
      where r.import_id = ${importId} and w.la_code is not null and w.establishment_number is not null
    ), pairs as (
      select said.*, exists (
          select from school_local_authority c
          where c.urn = said.urn and c.last_day is null and c.la_code = said.la_code and c.establishment_number = said.establishment_number
        ) as held
      from said
      union all
      select c.urn, 0, c.la_code, c.establishment_number, s.status, s.first_day, s.last_day, true
      from school_local_authority c join school s using (urn)
      where c.last_day is null and c.establishment_number is not null and not exists (select from said where said.urn = c.urn)
    ), shared as (
      select * from (select *, count(*) over (partition by la_code, establishment_number) as holders from pairs) counted where holders > 1
    )
    select a.urn, a.line, a.la_code || '/' || a.establishment_number as pair, min(b.urn) as holder
    from shared a join shared b using (la_code, establishment_number)
    where a.line > 0 and a.urn <> b.urn
      and (not b.held, b.line) < (not a.held, a.line)
      and not (a.status = '2' and a.last_day is null) and not (b.status = '2' and b.last_day is null)
      and (a.first_day is null or b.last_day is null or a.first_day <= b.last_day)
      and (b.first_day is null or a.last_day is null or b.first_day <= a.last_day)
    group by a.urn, a.line, pair`.execute(db)
  if (rows.length === 0) return

  await sql`
    update register_import_row
    set row = (row - 'establishment_number') || jsonb_build_object('unsaid', coalesce(row -> 'unsaid', '[]') || '["establishment_number"]')
    where import_id = ${importId} and key = any(${rows.map(({ urn }) => urn)})`.execute(db)
  await keepRefusals(
    db,
    importId,
    rows.map(({ urn, line, pair, holder }) => ({
      line,
      urn,
      refused: 'field',
      column: 'EstablishmentNumber',
      rule: 'number-in-use',
      detail: `${pair} is the number of ${holder}, at the same time.`,
    })),
  )
  imported.fieldsRefused += rows.length
}
