import { command } from '../../define.ts'
import { ApplicationWithdrawn } from './events.ts'
import { Application, ApplicationId } from './model.ts'
import { ApplicationNotInState, NoSuchApplication } from './problems.ts'

export const WithdrawApplication = command('membership.withdraw-application', {
  summary: 'Withdraw an application that is not decided',
  description: 'By the applicant.',
  needs: 'networks:write',
  http: 'POST /v1/applications/:applicationId/withdrawal',
  input: { applicationId: ApplicationId },
  output: Application,
  emits: [ApplicationWithdrawn],
  problems: [NoSuchApplication, ApplicationNotInState],
  status: 200,
  ifMatch: true,
})
