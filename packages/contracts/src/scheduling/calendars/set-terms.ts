import Type from 'typebox'
import { command } from '../../define.ts'
import { AcademicYearOfThisCentury } from '../../formats.ts'
import { TermsCleared, TermsSet } from './events.ts'
import { CalendarOwner, CalendarTerm, TermDates } from './model.ts'
import { NoSuchCalendar, TermBackwards, TermOutsideYear, TermsOverlap } from './problems.ts'

const keeper =
  'A school’s by its signatory, a trust’s by the trust’s, a local authority’s by one of its officers; all of them, and the national default, by the national body.'
const which = {
  ownerKind: CalendarOwner.properties.kind,
  ownerReference: CalendarOwner.properties.reference,
  academicYear: AcademicYearOfThisCentury,
}

export const SetTerms = command('scheduling.set-terms', {
  summary: 'Set the terms of an academic year',
  description: `${keeper} The whole of the year: what was set before is replaced.`,
  needs: 'scheduling:write',
  http: 'PUT /v1/calendars/:ownerKind/:ownerReference/:academicYear',
  input: { ...which, terms: Type.Array(CalendarTerm, { minItems: 1, maxItems: 3 }) },
  output: TermDates,
  emits: [TermsSet],
  problems: [NoSuchCalendar, TermBackwards, TermsOverlap, TermOutsideYear],
  ifMatch: true,
})

export const ClearTerms = command('scheduling.clear-terms', {
  summary: 'Have no terms of one’s own for an academic year any more',
  description: `${keeper} What is set above holds then: the trust’s, the authority’s, the national default. The default itself is set, never cleared.`,
  needs: 'scheduling:write',
  http: 'DELETE /v1/calendars/:ownerKind/:ownerReference/:academicYear',
  input: which,
  emits: [TermsCleared],
  problems: [NoSuchCalendar],
})
