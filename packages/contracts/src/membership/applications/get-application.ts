import { query } from '../../define.ts'
import { Application, ApplicationId } from './model.ts'
import { NoSuchApplication } from './problems.ts'

export const GetApplication = query('membership.get-application', {
  summary: 'Get an application',
  description:
    'By the applicant, a co-leader named in it, and once it is submitted the national body and the authorised signatories of its schools.',
  needs: 'networks:read',
  http: 'GET /v1/applications/:applicationId',
  input: { applicationId: ApplicationId },
  output: Application,
  problems: [NoSuchApplication],
})
