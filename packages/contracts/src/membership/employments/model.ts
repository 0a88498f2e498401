import Type from 'typebox'
import { CalendarDate, Id, period, Urn, Version } from '../../formats.ts'

/**
 * `agency` is any partner organisation that employs: a supply agency, a higher education institution, a community body.
 * `reference`: the trust's group id, the governing body's URN, the authority's code, or the partner organisation's id.
 */
export const EmployerKind = Type.Enum(['trust', 'governing-body', 'local-authority', 'agency'])
export const Employer = Type.Object({
  kind: EmployerKind,
  reference: Type.String({
    minLength: 3,
    maxLength: 36,
    description: "Group id of a trust, URN of a governing body, LA code, or partner organisation's id.",
  }),
})

export const StaffCategory = Type.Enum([
  'head-teacher',
  'deputy-or-assistant-head',
  'middle-leader',
  'teacher',
  'early-career-teacher',
  'trainee',
  'classroom-assistant',
  'support-staff',
  'governor',
  'authority-officer',
  'hei-staff',
  'community-member',
])

export const WorkingDay = Type.Enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])
export const WorkingDays = Type.Array(WorkingDay, { minItems: 1, maxItems: 7, uniqueItems: true })
/** Full-time equivalent: 1 is full time. */
export const Fte = Type.Number({ exclusiveMinimum: 0, maximum: 1, examples: [0.6] })
export const Workplaces = Type.Array(Urn, {
  maxItems: 100,
  uniqueItems: true,
  description: "Schools worked at. None: the employer's own team, such as a trust's central team.",
})
/** The employer's number for the person. Not in events. */
export const PayrollNumber = Type.String({ minLength: 1, maxLength: 32, pattern: '^\\S(.*\\S)?$' })

/** What holds during a period of an employment. */
export const conditions = {
  employer: Employer,
  urns: Workplaces,
  workingDays: WorkingDays,
  fte: Fte,
  staffCategory: StaffCategory,
}

export const EmploymentPeriod = Type.Object({ ...period, ...conditions, payrollNumber: Type.Optional(PayrollNumber) })
/** As events carry them. */
export const EmploymentPeriods = Type.Array(Type.Object({ ...period, ...conditions }))

export const EmploymentEndReason = Type.Enum(['left', 'retired', 'contract-ended', 'moved-to-another-school', 'other'])

export const Employment = Type.Object({
  id: Id,
  version: Version,
  personId: Id,
  ...period,
  endReason: Type.Optional(EmploymentEndReason),
  ...conditions,
  payrollNumber: Type.Optional(PayrollNumber),
  periods: Type.Array(EmploymentPeriod, { description: 'One after the other without a gap, the earliest first.' }),
})

/** The day on which it is the first or last of something. */
export const effectiveDay = (description: string) => Type.String({ ...CalendarDate, description })
