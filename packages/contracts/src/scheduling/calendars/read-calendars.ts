import Type from 'typebox'
import { problem, query } from '../../define.ts'
import { AcademicYearOfThisCentury, DayOfThisCentury, Urn } from '../../formats.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { SchoolCalendar, SchoolDay } from './model.ts'
import { NoTermsKnown } from './problems.ts'

const maxDays = 400
export const SchoolDaysOutOfBounds = problem(422, 'school-days-out-of-bounds', 'Ask for 1 to 400 days, the first one first.', {
  days: Type.Integer(),
})

export const GetSchoolCalendar = query('scheduling.get-school-calendar', {
  summary: 'Get a school’s calendar of an academic year',
  description:
    'The terms that hold there, and whose they are, as of the year’s first day; what is entered besides. Calendars are open to whoever may read.',
  needs: 'scheduling:read',
  http: 'GET /v1/schools/:urn/calendar',
  input: { urn: Urn, academicYear: AcademicYearOfThisCentury },
  output: SchoolCalendar,
  problems: [NoSuchSchool, NoTermsKnown],
})

export const ListSchoolDays = query('scheduling.list-school-days', {
  summary: 'List what each day is at a school',
  description: `At most ${maxDays} days. Of an academic year for which no terms are known, each weekday is a holiday.`,
  needs: 'scheduling:read',
  http: 'GET /v1/schools/:urn/school-days',
  input: { urn: Urn, firstDay: DayOfThisCentury, lastDay: DayOfThisCentury },
  output: Type.Object({ items: Type.Array(SchoolDay, { maxItems: maxDays }) }),
  problems: [NoSuchSchool, SchoolDaysOutOfBounds],
})
