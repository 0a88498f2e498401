import type { CalendarEntry as Entry } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

export type ShownEntry = Static<typeof Entry>

/** As the API shows them; `e` is the entry. */
export async function readEntries(db: Sql, rest: RawBuilder<unknown>): Promise<ShownEntry[]> {
  const { rows } = await sql<Omit<ShownEntry, 'label'> & { label: string | null }>`
    select e.id, e.urn, e.version, e.kind, e.first_day as "firstDay", e.last_day as "lastDay", e.label from calendar_entry e ${rest}`.execute(
    db,
  )
  return rows.map(({ label, ...entry }) => ({ ...entry, ...(label !== null && { label }) }))
}

export async function schoolExists(db: Sql, urn: string): Promise<boolean> {
  return (await sql`select from known_school where urn = ${urn}`.execute(db)).rows.length > 0
}
