import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { PartnerOrganisationRegistered } from './events.ts'
import { PartnerOrganisation, partnerOrganisation } from './model.ts'
import { UkprnTaken, UnknownLaCode } from './problems.ts'

export const RegisterPartnerOrganisation = command('membership.register-partner-organisation', {
  summary: 'Register a partner organisation',
  description: "The national body's.",
  needs: 'register:write',
  http: 'POST /v1/partner-organisations',
  input: { ...partnerOrganisation, firstDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Default: today.' })) },
  output: PartnerOrganisation,
  emits: [PartnerOrganisationRegistered],
  problems: [UkprnTaken, UnknownLaCode],
})
