import { NoSuchSchool } from '@nlc/contracts/membership'
import {
  AddCalendarEntry,
  CalendarEntryBackwards,
  CalendarEntryRemoved,
  CalendarEntryThere,
  CalendarEntryTooLong,
  NoSuchCalendarEntry,
  RemoveCalendarEntry,
} from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { addEntry } from './add-entry.ts'
import { readEntries } from './calendar-entry.ts'
import { keepsCalendar } from './calendar-owner.ts'

export const maxDays = 100
export const daysOf = (firstDay: string, lastDay: string) => Math.round((Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000) + 1

export const addCalendarEntry = handle(AddCalendarEntry, async ({ urn, kind, firstDay, lastDay = firstDay, label }, context) => {
  const { sql: db, caller, today, fail } = context
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

  return (await addEntry(context, { urn, kind, firstDay, lastDay, label })) ?? fail(CalendarEntryThere, {})
})

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
