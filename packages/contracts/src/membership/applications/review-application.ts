import { command } from '../../define.ts'
import { ApplicationUnderReview } from './events.ts'
import { Application, ApplicationId } from './model.ts'
import { ApplicationNotInState, NoSuchApplication } from './problems.ts'

export const ReviewApplication = command('membership.review-application', {
  summary: 'Take up an application for review',
  needs: 'national-body',
  http: 'POST /v1/applications/:applicationId/review',
  input: { applicationId: ApplicationId },
  output: Application,
  emits: [ApplicationUnderReview],
  problems: [NoSuchApplication, ApplicationNotInState],
  status: 200,
  ifMatch: true,
})
