import { NoSuchSchool } from '@nlc/contracts/membership'
import { GetSchoolCalendar, ListSchoolDays, NoTermsKnown, SchoolDaysOutOfBounds } from '@nlc/contracts/scheduling'
import { academicYearsBetween, firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import { handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { bankHolidaysBetween } from './bank-holidays.ts'
import { readEntries, schoolExists } from './calendar-entry.ts'
import type { CalendarOwner } from './calendar-owner.ts'
import { type Calendar, type CalendarTerm, hasPupils, schoolDays } from './school-days.ts'

const maxDays = 400

export const getSchoolCalendar = handle(GetSchoolCalendar, async ({ urn, academicYear }, { sql: db, fail }) => {
  if (!(await schoolExists(db, urn))) fail(NoSuchSchool)
  const held = (await termsAt(db, urn, academicYear)) ?? fail(NoTermsKnown, { academicYear })
  const [firstDay, lastDay] = [firstDayOfYear(academicYear), lastDayOfYear(academicYear)]
  const { terms, owner } = held
  const entries = await entriesAt(db, urn, firstDay, lastDay)
  const days = schoolDays({ terms, entries, isBankHoliday: await bankHolidaysBetween(firstDay, lastDay) }, firstDay, lastDay)
  return { urn, academicYear, owner, terms, entries, pupilDays: days.filter(hasPupils).length }
})

export const listSchoolDays = handle(ListSchoolDays, async ({ urn, firstDay, lastDay }, { sql: db, fail }) => {
  if (!(await schoolExists(db, urn))) fail(NoSuchSchool)
  const days = Math.round((Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000) + 1
  if (days < 1 || days > maxDays) fail(SchoolDaysOutOfBounds, { days })
  return { items: schoolDays(await readCalendar(db, urn, firstDay, lastDay), firstDay, lastDay) }
})

/** What is to be known of a school to say what each of these days is there. */
export async function readCalendar(db: Sql, urn: string, firstDay: string, lastDay: string): Promise<Calendar> {
  const terms: CalendarTerm[] = []
  for (const academicYear of academicYearsBetween(firstDay, lastDay)) terms.push(...((await termsAt(db, urn, academicYear))?.terms ?? []))
  const entries = await entriesAt(db, urn, firstDay, lastDay)
  return { terms, entries, isBankHoliday: await bankHolidaysBetween(firstDay, lastDay) }
}

async function termsAt(db: Sql, urn: string, academicYear: string): Promise<{ owner: CalendarOwner; terms: CalendarTerm[] } | undefined> {
  const { rows } = await sql<{ owner: CalendarOwner; terms: CalendarTerm[] }>`
    select jsonb_build_object('kind', owner_kind, 'reference', owner_reference) as owner, terms from terms_at(${urn}, ${academicYear})`.execute(
    db,
  )
  return rows[0]
}

const entriesAt = (db: Sql, urn: string, firstDay: string, lastDay: string) =>
  readEntries(
    db,
    sql`where e.urn = ${urn} and daterange(e.first_day, e.last_day, '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]')
      order by e.first_day, e.id`,
  )
