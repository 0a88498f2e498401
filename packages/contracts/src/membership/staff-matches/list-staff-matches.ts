import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging, Urn } from '../../formats.ts'
import { ClientId } from '../sharing-agreements/model.ts'
import { StaffMatch, StaffMatchState } from './model.ts'
import { NoSuchSharedSchool } from './problems.ts'

export const ListStaffMatches = query('membership.list-staff-matches', {
  summary: "List the references that a school's staff lists were matched by",
  description:
    "A client's own; for the school's authorised signatory and the national body, every client's, with the candidates of those that are ambiguous.",
  needs: 'sharing:read',
  http: 'GET /v1/schools/:urn/staff-matches',
  input: { urn: Urn, clientId: Type.Optional(ClientId), state: Type.Optional(StaffMatchState), ...paging },
  output: pageOf(StaffMatch),
  problems: [NoSuchSharedSchool],
})
