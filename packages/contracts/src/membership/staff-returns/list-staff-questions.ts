import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging, Urn } from '../../formats.ts'
import { StaffQuestion } from './model.ts'
import { NoSuchStaffSchool } from './problems.ts'

export const ListStaffQuestions = query('membership.list-staff-questions', {
  summary: "List the questions that a school's staff returns raised, oldest first",
  needs: 'people:read',
  http: 'GET /v1/schools/:urn/staff-questions',
  input: { urn: Urn, state: Type.Optional(Type.Enum(['open', 'answered', 'lapsed'])), ...paging },
  output: pageOf(StaffQuestion),
  problems: [NoSuchStaffSchool],
})
