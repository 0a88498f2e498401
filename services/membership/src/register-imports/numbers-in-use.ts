import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepRefusals } from './import-rows.ts'
import type { RegisterImport } from './register-import.ts'

/** A school that has, or by its row is to have, the same LA code and number as another. */
export interface Holder {
  readonly pair: string
  readonly urn: string
  /** Of its row; 0: the file says nothing of it. */
  readonly line: number
  /** It has this pair already. */
  readonly held: boolean
  readonly firstDay: string | null
  readonly lastDay: string | null
}

/**
 * A pair of LA code and establishment number is one school's while it is open; only a school that opens after that one has
 * closed may take it over, as a converted academy does. Where a file gives one pair to two, it stays with the school that
 * has it, or else goes to the first row; the other is imported without a number.
 */
export async function refuseNumbersInUse(db: Sql, imported: RegisterImport): Promise<void> {
  const importId = imported.id
  // Of a table that was just filled, the planner knows too little to choose a join among all rows: index look-ups, and sorting.
  const { rows: holders } = await sql<Holder>`
    with said as materialized (
      select r.key as urn, r.line, w.* from register_import_row r
      cross join lateral jsonb_to_record(r.row) as w(la_code text, establishment_number text, status text, first_day date, last_day date)
      where r.import_id = ${importId} and w.la_code is not null and w.establishment_number is not null
    ), held as (
      select c.* from said join school_local_authority c using (la_code, establishment_number) where c.last_day is null
      union
      select c.* from said join school_local_authority c using (urn) where c.last_day is null and c.establishment_number is not null
    ), either as (
      select urn, line, la_code || '/' || establishment_number as pair, status, first_day, last_day from said
      union all
      select urn, 0, c.la_code || '/' || c.establishment_number, s.status, s.first_day, s.last_day from held c join school s using (urn)
    ), pairs as (
      select distinct on (urn) *, line = 0 or pair = lead(pair, 1, '') over (partition by urn order by line desc) as held
      from either order by urn, line desc
    )
    select pair, urn, line, held, first_day as "firstDay", last_day as "lastDay"
    from (select *, count(*) over (partition by pair) as holders from pairs where status <> '2' or last_day is not null) counted
    where holders > 1`.execute(db)
  const refused = numbersRefused(holders)
  if (refused.length === 0) return

  await sql`
    update register_import_row
    set row = (row - 'establishment_number') || jsonb_build_object('unsaid', coalesce(row -> 'unsaid', '[]') || '["establishment_number"]'), digest = null
    where import_id = ${importId} and key = any(${refused.map(({ urn }) => urn)})`.execute(db)
  await keepRefusals(
    db,
    importId,
    refused.map(({ urn, line, pair, holder }) => ({
      line,
      urn,
      refused: 'field',
      column: 'EstablishmentNumber',
      rule: 'number-in-use',
      detail: `${pair} is the number of ${holder}, at the same time.`,
    })),
  )
  imported.fieldsRefused += refused.length
}

/** Of a pair that more schools than this have, only the first keeps it, whenever they were open. */
const manyHolders = 20

/** Whose row is refused its number, and because of whom. */
export function numbersRefused(holders: readonly Holder[]): (Holder & { holder: string })[] {
  const refused: (Holder & { holder: string })[] = []
  for (const sharing of Map.groupBy(holders, ({ pair }) => pair).values()) {
    const kept: Holder[] = []
    for (const one of sharing.toSorted((a, b) => Number(b.held) - Number(a.held) || a.line - b.line)) {
      const before = sharing.length > manyHolders ? kept[0] : kept.find((other) => openTogether(one, other))
      if (before && one.line > 0) refused.push({ ...one, holder: before.urn })
      else kept.push(one)
    }
  }
  return refused
}

const openTogether = (a: Holder, b: Holder): boolean =>
  (a.firstDay === null || b.lastDay === null || a.firstDay <= b.lastDay) &&
  (b.firstDay === null || a.lastDay === null || b.firstDay <= a.lastDay)
