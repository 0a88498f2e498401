import Type from 'typebox'
import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { PartnerOrganisationChanged } from './events.ts'
import { PartnerOrganisation, partnerOrganisation } from './model.ts'
import { NoSuchPartnerOrganisation, PartnerOrganisationEnded, UkprnTaken, UnknownLaCode } from './problems.ts'

export const ChangePartnerOrganisation = command('membership.change-partner-organisation', {
  summary: 'Change what is held of a partner organisation',
  description: "What is left out stays as it is. The national body's.",
  needs: 'register:write',
  http: 'PATCH /v1/partner-organisations/:organisationId',
  input: { organisationId: Id, ...Type.Partial(Type.Object(partnerOrganisation)).properties },
  output: PartnerOrganisation,
  emits: [PartnerOrganisationChanged],
  problems: [NoSuchPartnerOrganisation, PartnerOrganisationEnded, UkprnTaken, UnknownLaCode],
  ifMatch: true,
})
