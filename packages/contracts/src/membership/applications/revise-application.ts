import { command } from '../../define.ts'
import { Application, ApplicationId, applicationContent } from './model.ts'
import { ApplicationNotInState, NoSuchApplication, NoSuchProgramme } from './problems.ts'

export const ReviseApplication = command('membership.revise-application', {
  summary: 'Write a drafted or returned application anew, as a whole',
  description: 'By the applicant, or a co-leader named in it.',
  needs: 'networks:write',
  http: 'PUT /v1/applications/:applicationId',
  input: { applicationId: ApplicationId, ...applicationContent },
  output: Application,
  emits: [],
  problems: [NoSuchApplication, ApplicationNotInState, NoSuchProgramme],
  ifMatch: true,
})
