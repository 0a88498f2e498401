import { command } from '../../define.ts'
import { ruleOneOfCoLeaders, SchoolsNotOpen, TooFewSchools } from '../networks/problems.ts'
import { ApplicationSubmitted } from './events.ts'
import { Application, ApplicationId } from './model.ts'
import { ApplicationNotInState, NoSuchApplication, SchoolsOfProfessionalNetwork } from './problems.ts'

/** What an application has to keep when it is submitted, and again when it is approved: docs/rules.md, Co-leaders. */
export const ruleOneOfApplications = [SchoolsOfProfessionalNetwork, TooFewSchools, SchoolsNotOpen, ...ruleOneOfCoLeaders] as const

export const SubmitApplication = command('membership.submit-application', {
  summary: 'Submit an application',
  description:
    'By the applicant, or a co-leader named in it. It names at least 2 co-leaders from at least 2 schools, and no school, trust, federation or shared head supplies more than half of them, as of today; every school is open, and there are as many as the programme asks for.',
  needs: 'networks:write',
  http: 'POST /v1/applications/:applicationId/submission',
  input: { applicationId: ApplicationId },
  output: Application,
  emits: [ApplicationSubmitted],
  problems: [NoSuchApplication, ApplicationNotInState, ...ruleOneOfApplications],
  status: 200,
  ifMatch: true,
})
