import Type from 'typebox'
import { query } from '../../define.ts'
import { AcademicYear, pageOf, paging } from '../../formats.ts'
import { RoleCode } from '../role-definitions/model.ts'
import { StandingRelease, standingReleaseTerms } from './model.ts'

export const ListStandingReleases = query('roles.list-standing-releases', {
  summary: 'List standing releases',
  description:
    'Those of the schools and trusts that the caller signs for; the national body sees all. In the order in which they were given.',
  needs: 'roles:read',
  http: 'GET /v1/standing-releases',
  input: {
    urn: standingReleaseTerms.urn,
    groupId: standingReleaseTerms.groupId,
    roleCode: Type.Optional(RoleCode),
    academicYear: Type.Optional(AcademicYear),
    ...paging,
  },
  output: pageOf(StandingRelease),
  problems: [],
})
