import { SchoolSucceeded } from '@nlc/contracts/membership'
import { CalendarEntryAdded, TermsSet, TimetableSet } from '@nlc/contracts/scheduling'
import { academicYearOf } from '@nlc/known/academic-year'
import { newId, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { readEntries, type ShownEntry } from './calendar-entry.ts'
import { calendarId } from './calendar-owner.ts'
import type { CalendarTerm } from './school-days.ts'
import type { Lesson } from './timetable.ts'

/**
 * Pupils and staff go on at the successor from that day, and so does the calendar: terms of the school's own, its timetable, and what is entered from then on. What
 * the successor has already set or entered itself is left as it is; so is the calendar of the school that was, for its days.
 */
export const carryOverCalendarOnSchoolSucceeded = react(
  'scheduling.carry-over-calendar',
  { on: SchoolSucceeded, emits: [TermsSet, CalendarEntryAdded, TimetableSet] },
  async ({ urn, successorUrn, firstDay }, { sql: db, emit }) => {
    const owner = { kind: 'school' as const, reference: successorUrn }
    const { rows: years } = await sql<{ academicYear: string; terms: CalendarTerm[] }>`
      select t.academic_year as "academicYear", t.terms from term_dates t
      where t.owner_kind = 'school' and t.owner_reference = ${urn} and t.terms is not null and t.academic_year >= ${academicYearOf(firstDay)}
        and not exists (select from term_dates own where own.id = 'school/' || ${successorUrn} || '/' || t.academic_year)
      order by 1`.execute(db)
    for (const { academicYear, terms } of years) {
      const id = calendarId(owner, academicYear)
      await sql`
        insert into term_dates (id, owner_kind, owner_reference, academic_year, terms)
        values (${id}, 'school', ${successorUrn}, ${academicYear}, ${JSON.stringify(terms)}::jsonb)`.execute(db)
      emit(TermsSet, { calendarId: id, owner, academicYear, terms })
    }
    const entries = await readEntries(
      db,
      sql`where e.urn = ${urn} and e.last_day >= ${firstDay}::date and not exists (
        select from calendar_entry own where own.urn = ${successorUrn} and own.kind = e.kind
          and daterange(own.first_day, own.last_day, '[]') && daterange(greatest(e.first_day, ${firstDay}::date), e.last_day, '[]'))
        order by e.first_day, e.id`,
    )
    for (const entry of entries) {
      const { id, version: _, ...said } = carriedOver(entry, successorUrn, firstDay)
      await sql`
        insert into calendar_entry (id, urn, kind, first_day, last_day, label)
        values (${id}, ${said.urn}, ${said.kind}, ${said.firstDay}, ${said.lastDay}, ${said.label ?? null})`.execute(db)
      emit(CalendarEntryAdded, { entryId: id, ...said })
    }
    const { rows: timetables } = await sql<{ periods: Lesson[] }>`
      insert into timetable (urn, periods) select ${successorUrn}, periods from timetable where urn = ${urn}
      on conflict do nothing returning periods`.execute(db)
    for (const { periods } of timetables) emit(TimetableSet, { urn: successorUrn, periods })
  },
)

const carriedOver = (entry: ShownEntry, successorUrn: string, firstDay: string): ShownEntry => ({
  ...entry,
  id: newId(),
  urn: successorUrn,
  firstDay: entry.firstDay < firstDay ? firstDay : entry.firstDay,
})
