import { exceptOverdraft } from './except-overdraft.ts'
import { getOverdraft } from './get-overdraft.ts'
import { getTimeBalance } from './get-time-balance.ts'
import { keepTermsOnTermsCleared, keepTermsOnTermsSet } from './keep-terms-on-terms-told.ts'
import { listOverdrafts } from './list-overdrafts.ts'
import { listTimePostings } from './list-time-postings.ts'
import { postTimeOnBookingTold } from './post-time-on-booking-told.ts'
import { refundTime } from './refund-time.ts'
import { reviewAllowance } from './review-allowance.ts'
import {
  reviewAllowanceOnEmploymentChanged,
  reviewAllowanceOnEmploymentCorrected,
  reviewAllowanceOnEmploymentEnded,
  reviewAllowanceOnEmploymentStarted,
  reviewAllowanceOnEmploymentVoided,
  reviewAllowanceOnPersonMerged,
  reviewAllowanceOnSchoolSucceeded,
} from './review-allowance-on-employment-told.ts'
import { reportUnresolvedOverdraft } from './settle-overdrafts.ts'
import { spendTime } from './spend-time.ts'

export { reviewAllowances } from './review-allowance.ts'

export const handlers = [spendTime, refundTime, getTimeBalance, listTimePostings, getOverdraft, listOverdrafts, exceptOverdraft] as const
export const entities = [] as const
export const reactions = [
  keepTermsOnTermsSet,
  keepTermsOnTermsCleared,
  ...postTimeOnBookingTold,
  reviewAllowanceOnEmploymentStarted,
  reviewAllowanceOnEmploymentChanged,
  reviewAllowanceOnEmploymentEnded,
  reviewAllowanceOnEmploymentCorrected,
  reviewAllowanceOnEmploymentVoided,
  reviewAllowanceOnPersonMerged,
  reviewAllowanceOnSchoolSucceeded,
] as const
export const works = [reportUnresolvedOverdraft, reviewAllowance] as const
