import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, period } from '../../formats.ts'
import { conditions, EmploymentEndReason, EmploymentPeriods, Workplaces } from './model.ts'

const who = { employmentId: Id, personId: Id }

export const EmploymentStarted = event('membership.employment-started', {
  summary: 'An employment starts, or started, on its first day.',
  about: { employment: 'employmentId' },
  data: { ...who, ...period, ...conditions },
})

/** The period that covered `firstDay` ends the day before; one that began on it is replaced. What was to come after `lastDay` is dropped. */
export const EmploymentChanged = event('membership.employment-changed', {
  summary: 'From a day on, an employment has other conditions: a new period of it.',
  about: { employment: 'employmentId' },
  data: { ...who, ...period, ...conditions },
})

export const EmploymentEnded = event('membership.employment-ended', {
  summary: 'An employment ends; its last day counts. What was to come after that day does not.',
  about: { employment: 'employmentId' },
  data: { ...who, urns: Workplaces, lastDay: CalendarDate, reason: EmploymentEndReason },
})

export const EmploymentCorrected = event('membership.employment-corrected', {
  summary: 'An employment was recorded wrongly; these are its periods.',
  about: { employment: 'employmentId' },
  data: { ...who, periods: EmploymentPeriods, endReason: Type.Optional(EmploymentEndReason) },
})

export const EmploymentVoided = event('membership.employment-voided', {
  summary: 'An employment was entered in error: it never was.',
  about: { employment: 'employmentId' },
  data: who,
})
