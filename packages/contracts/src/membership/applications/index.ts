import { DecideApplication } from './decide-application.ts'
import { DecideApplications } from './decide-applications.ts'
import { DraftApplication } from './draft-application.ts'
import {
  ApplicationApproved,
  ApplicationDeclined,
  ApplicationDrafted,
  ApplicationReturned,
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationWithdrawn,
} from './events.ts'
import { GetApplication } from './get-application.ts'
import { ListApplications } from './list-applications.ts'
import { ReviewApplication } from './review-application.ts'
import { ReviseApplication } from './revise-application.ts'
import { SubmitApplication } from './submit-application.ts'
import { WithdrawApplication } from './withdraw-application.ts'

export * from './decide-application.ts'
export * from './decide-applications.ts'
export * from './draft-application.ts'
export * from './events.ts'
export * from './get-application.ts'
export * from './list-applications.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './review-application.ts'
export * from './revise-application.ts'
export * from './submit-application.ts'
export * from './withdraw-application.ts'

export const operations = [
  DraftApplication,
  ReviseApplication,
  SubmitApplication,
  WithdrawApplication,
  ReviewApplication,
  DecideApplication,
  DecideApplications,
  ListApplications,
  GetApplication,
] as const
export const events = [
  ApplicationDrafted,
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationReturned,
  ApplicationApproved,
  ApplicationDeclined,
  ApplicationWithdrawn,
] as const
