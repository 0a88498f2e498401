import { NoSuchSchool } from '@nlc/contracts/membership'
import {
  AddCalendarEntry,
  CalendarEntryAdded,
  CalendarEntryBackwards,
  CalendarEntryRemoved,
  CalendarEntryThere,
  CalendarEntryTooLong,
  NoSuchCalendarEntry,
  RemoveCalendarEntry,
} from '@nlc/contracts/scheduling'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { readEntries } from './calendar-entry.ts'
import { keepsCalendar } from './calendar-owner.ts'
import { cancelWhereClosed } from './cancel-where-closed.ts'

export const maxDays = 100
export const daysOf = (firstDay: string, lastDay: string) => Math.round((Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000) + 1

export const addCalendarEntry = handle(
  AddCalendarEntry,
  async ({ urn, kind, firstDay, lastDay = firstDay, label }, context) => {
    const { sql: db, caller, today, emit, fail } = context
    if (!(await keepsCalendar(db, caller, today, { kind: 'school', reference: urn }))) fail(NoSuchSchool)
    const days = daysOf(firstDay, lastDay)
    if (days < 1) fail(CalendarEntryBackwards)
    if (days > maxDays) fail(CalendarEntryTooLong, { days })
    const [there] = await readEntries(
      db,
      sql`where e.urn = ${urn} and e.kind = ${kind} and daterange(e.first_day, e.last_day, '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]')
        order by e.first_day limit 1`,
    )
    if (there) fail(CalendarEntryThere, { entryId: there.id })

    const id = newId()
    await sql`
      insert into calendar_entry (id, urn, kind, first_day, last_day, label)
      values (${id}, ${urn}, ${kind}, ${firstDay}, ${lastDay}, ${label ?? null})`.execute(db)
    const entry = { urn, kind, firstDay, lastDay, ...(label !== undefined && { label }) }
    emit(CalendarEntryAdded, { entryId: id, ...entry })
    await cancelWhereClosed(context, entry)
    return { id, version: 1, ...entry }
  },
  { constraints: { calendar_entry_once: CalendarEntryThere } },
)

export const removeCalendarEntry = handle(
  RemoveCalendarEntry,
  async ({ entryId }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    const [entry] = await readEntries(db, sql`where e.id = ${entryId}::uuid for update`)
    if (!entry || !(await keepsCalendar(db, caller, today, { kind: 'school', reference: entry.urn }))) return fail(NoSuchCalendarEntry)
    checkVersion(entry)
    await sql`delete from calendar_entry where id = ${entryId}::uuid`.execute(db)
    const { id, version: _, ...said } = entry
    emit(CalendarEntryRemoved, { entryId: id, ...said })
  },
)
