import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, paging } from '../../formats.ts'
import { ProgrammeCode } from '../programmes/model.ts'
import { Application, ApplicationState } from './model.ts'

export const ListApplications = query('membership.list-applications', {
  summary: 'List the applications that the caller may see',
  description: 'In the order in which they were drafted.',
  needs: 'networks:read',
  http: 'GET /v1/applications',
  input: { state: Type.Optional(ApplicationState), programmeCode: Type.Optional(ProgrammeCode), ...following, ...paging },
  output: followedPageOf(Application),
  problems: [],
})
