import { CalendarEntryAdded } from '@nlc/contracts/scheduling'
import { type Change, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Cancelling } from '../activities/cancel-activities.ts'
import { readEntries, type ShownEntry } from './calendar-entry.ts'
import { cancelWhereClosed } from './cancel-where-closed.ts'

interface EntryToAdd extends Pick<ShownEntry, 'urn' | 'kind' | 'firstDay' | 'lastDay'> {
  readonly label?: string | undefined
}

/** With what follows from it. Nothing where an entry of this kind covers one of the days already. */
export async function addEntry(
  change: Cancelling & Change<typeof CalendarEntryAdded>,
  { urn, kind, firstDay, lastDay, label }: EntryToAdd,
): Promise<ShownEntry | undefined> {
  const { sql: db, emit } = change
  const entryId = newId()
  await sql`
    insert into calendar_entry (id, urn, kind, first_day, last_day, label)
    values (${entryId}, ${urn}, ${kind}, ${firstDay}, ${lastDay}, ${label ?? null}) on conflict do nothing`.execute(db)
  const [added] = await readEntries(db, sql`where e.id = ${entryId}::uuid`)
  if (!added) return undefined
  const { id: _, version: __, ...said } = added
  emit(CalendarEntryAdded, { entryId, ...said })
  await cancelWhereClosed(change, added)
  return added
}
