import { command } from '../../define.ts'
import { NeedsPerson } from '../networks/problems.ts'
import { ApplicationDrafted } from './events.ts'
import { Application, applicationContent } from './model.ts'
import { NoSuchProgramme } from './problems.ts'

export const DraftApplication = command('membership.draft-application', {
  summary: 'Draft an application to become a network',
  description: 'By a person: the applicant. The rules are asked when it is submitted.',
  needs: 'networks:write',
  http: 'POST /v1/applications',
  input: applicationContent,
  output: Application,
  emits: [ApplicationDrafted],
  problems: [NeedsPerson, NoSuchProgramme],
})
