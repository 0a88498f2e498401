import { query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { PartnerOrganisation } from './model.ts'
import { NoSuchPartnerOrganisation } from './problems.ts'

export const GetPartnerOrganisation = query('membership.get-partner-organisation', {
  summary: 'Get a partner organisation',
  needs: 'register:read',
  http: 'GET /v1/partner-organisations/:organisationId',
  input: { organisationId: Id },
  output: PartnerOrganisation,
  problems: [NoSuchPartnerOrganisation],
})
