import {
  ClearTerms,
  NoSuchCalendar,
  SetTerms,
  TermBackwards,
  TermOutsideYear,
  TermsCleared,
  TermsOverlap,
  TermsSet,
} from '@nlc/contracts/scheduling'
import { isAcademicYear } from '@nlc/known/academic-year'
import { type Change, handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type CalendarOwner, calendarId, keepsCalendar } from './calendar-owner.ts'
import { faultOfTerms, sortedTerms } from './check-terms.ts'
import type { CalendarTerm } from './school-days.ts'

export const setTerms = handle(SetTerms, async ({ ownerKind, ownerReference, academicYear, terms: given }, change) => {
  const { sql: db, caller, today, fail, checkVersion } = change
  const owner = { kind: ownerKind, reference: ownerReference }
  if (!isAcademicYear(academicYear) || !(await keepsCalendar(db, caller, today, owner))) fail(NoSuchCalendar)
  const fault = faultOfTerms(academicYear, given)
  if (fault?.fault === 'backwards') fail(TermBackwards, { term: fault.term })
  if (fault?.fault === 'outside-year') fail(TermOutsideYear, { term: fault.term, earliest: fault.earliest, latest: fault.latest })
  if (fault?.fault === 'overlap') fail(TermsOverlap, { term: fault.term, other: fault.other })

  const before = await lockTerms(db, calendarId(owner, academicYear))
  if (before?.terms) checkVersion(before)
  return writeTerms(change, owner, academicYear, given)
})

/** In place of what was set before. They are right. */
export async function writeTerms(
  { sql: db, emit }: Change<typeof TermsSet>,
  owner: CalendarOwner,
  academicYear: string,
  given: readonly CalendarTerm[],
): Promise<{ owner: CalendarOwner; academicYear: string; version: number; terms: CalendarTerm[] }> {
  const id = calendarId(owner, academicYear)
  const terms = sortedTerms(given)
  const { rows } = await sql<{ version: number }>`
    insert into term_dates as t (id, owner_kind, owner_reference, academic_year, terms)
    values (${id}, ${owner.kind}, ${owner.reference}, ${academicYear}, ${JSON.stringify(terms)}::jsonb)
    on conflict (id) do update set terms = excluded.terms, version = t.version + 1 returning version`.execute(db)
  emit(TermsSet, { calendarId: id, owner, academicYear, terms })
  return { owner, academicYear, version: rows[0]!.version, terms }
}

export const clearTerms = handle(ClearTerms, async ({ ownerKind, ownerReference, academicYear }, change) => {
  const { sql: db, caller, today, emit, fail } = change
  const owner: CalendarOwner = { kind: ownerKind, reference: ownerReference }
  if (owner.kind === 'national' || !(await keepsCalendar(db, caller, today, owner))) fail(NoSuchCalendar)
  const id = calendarId(owner, academicYear)
  if (!(await lockTerms(db, id))?.terms) fail(NoSuchCalendar)
  await sql`update term_dates set terms = null, version = version + 1 where id = ${id}`.execute(db)
  emit(TermsCleared, { calendarId: id, owner, academicYear })
})

/** Held until the end of the transaction. Without terms: they were cleared. */
async function lockTerms(db: Sql, id: string): Promise<{ version: number; terms: CalendarTerm[] | null } | undefined> {
  const { rows } = await sql<{ version: number; terms: CalendarTerm[] | null }>`
    select version, terms from term_dates where id = ${id} for update`.execute(db)
  return rows[0]
}
