import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { EmploymentChanged } from './events.ts'
import { Employer, Employment, effectiveDay, Fte, PayrollNumber, StaffCategory, WorkingDays, Workplaces } from './model.ts'
import { EmploymentHasEnded, EmploymentOverlaps, LastDayTooEarly, NoSuchEmployer, NoSuchEmployment, NoSuchWorkplace } from './problems.ts'

export const NotWithinEmployment = problem(
  409,
  'not-within-employment',
  'A change begins after the first day of the employment and on no day on which a period begins already: otherwise it is a correction.',
)

/** A new period, never an edit in place; it holds until the next change that is recorded. */
export const ChangeEmployment = command('membership.change-employment', {
  summary: 'Change the conditions of an employment from a day on',
  description:
    'What is left out stays as it was. `lastDay` gives a fixed term another end (`null`: open). A change that changes nothing makes no period and no event.',
  needs: 'people:write',
  http: 'POST /v1/employments/:employmentId/changes',
  input: {
    employmentId: Id,
    firstDay: effectiveDay('The first day on which the new conditions hold.'),
    lastDay: Type.Optional(Type.Union([CalendarDate, Type.Null()])),
    employer: Type.Optional(Employer),
    urns: Type.Optional(Workplaces),
    workingDays: Type.Optional(WorkingDays),
    fte: Type.Optional(Fte),
    staffCategory: Type.Optional(StaffCategory),
    payrollNumber: Type.Optional(PayrollNumber),
  },
  output: Employment,
  status: 200,
  emits: [EmploymentChanged],
  problems: [
    NoSuchEmployment,
    NotWithinEmployment,
    EmploymentHasEnded,
    NoSuchWorkplace,
    NoSuchEmployer,
    EmploymentOverlaps,
    LastDayTooEarly,
  ],
  ifMatch: true,
})
