import { query } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { StaffReturn } from './model.ts'
import { NoSuchStaffReturn } from './problems.ts'

export const GetStaffReturn = query('membership.get-staff-return', {
  summary: 'Get a staff return with its outcomes',
  description: 'For the national body, the client that sent it, and signatories of the school. Outcomes are kept for a year.',
  needs: 'people:read',
  http: 'GET /v1/schools/:urn/staff-returns/:returnId',
  input: { urn: Urn, returnId: Id },
  output: StaffReturn,
  problems: [NoSuchStaffReturn],
})
