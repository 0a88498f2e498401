import Type from 'typebox'
import { problem, query } from '../../define.ts'
import { asOf, Id } from '../../formats.ts'
import { GroupSchool, SchoolGroup } from './model.ts'

export const NoSuchSchoolGroup = problem(404, 'no-such-school-group', 'There is no such trust, federation or sponsor.')

export const GetSchoolGroup = query('membership.get-school-group', {
  summary: 'Get a trust, federation or sponsor with its schools on a day',
  needs: 'register:read',
  http: 'GET /v1/school-groups/:groupId',
  input: { groupId: Id, ...asOf },
  output: Type.Object({ ...SchoolGroup.properties, schools: Type.Array(GroupSchool) }),
  problems: [NoSuchSchoolGroup],
})
