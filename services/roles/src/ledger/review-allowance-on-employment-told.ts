import {
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentEnded,
  EmploymentStarted,
  EmploymentVoided,
  PersonMerged,
  SchoolSucceeded,
} from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { reviewAllowances, reviewAllowancesOf } from './review-allowance.ts'

/** Time accrues by the FTE that is known. The copy was brought up to date by the reactions before these. */
export const reviewAllowanceOnEmploymentStarted = react(
  'roles.review-allowance-on-employment-started',
  { on: EmploymentStarted },
  ({ personId }, change) => reviewAllowancesOf(change, personId),
)
export const reviewAllowanceOnEmploymentChanged = react(
  'roles.review-allowance-on-employment-changed',
  { on: EmploymentChanged },
  ({ personId }, change) => reviewAllowancesOf(change, personId),
)
export const reviewAllowanceOnEmploymentEnded = react(
  'roles.review-allowance-on-employment-ended',
  { on: EmploymentEnded },
  ({ personId }, change) => reviewAllowancesOf(change, personId),
)
export const reviewAllowanceOnEmploymentCorrected = react(
  'roles.review-allowance-on-employment-corrected',
  { on: EmploymentCorrected },
  ({ personId }, change) => reviewAllowancesOf(change, personId),
)
export const reviewAllowanceOnEmploymentVoided = react(
  'roles.review-allowance-on-employment-voided',
  { on: EmploymentVoided },
  ({ personId }, change) => reviewAllowancesOf(change, personId),
)
export const reviewAllowanceOnPersonMerged = react(
  'roles.review-allowance-on-person-merged',
  { on: PersonMerged },
  ({ intoPersonId }, change) => reviewAllowancesOf(change, intoPersonId),
)
export const reviewAllowanceOnSchoolSucceeded = react(
  'roles.review-allowance-on-school-succeeded',
  { on: SchoolSucceeded },
  async ({ urn, successorUrn }, change) => {
    const { rows } = await sql<{ id: string }>`
      select distinct appointment_id as id from appointment_period where urn in (${urn}, ${successorUrn})`.execute(change.sql)
    await reviewAllowances(
      change,
      rows.map(({ id }) => id),
    )
  },
)
