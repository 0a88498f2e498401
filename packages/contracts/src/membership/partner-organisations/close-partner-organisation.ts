import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { PartnerOrganisationClosed } from './events.ts'
import { PartnerOrganisation } from './model.ts'
import { NoSuchPartnerOrganisation, PartnerOrganisationEnded } from './problems.ts'

export const LastDayBeforeFirst = problem(422, 'last-day-before-first', 'The last day lies before the first.', { firstDay: CalendarDate })

export const ClosePartnerOrganisation = command('membership.close-partner-organisation', {
  summary: 'Close a partner organisation',
  description: "It is a partner until its last day, which counts (default: today). The national body's.",
  needs: 'register:write',
  http: 'POST /v1/partner-organisations/:organisationId/closing',
  input: { organisationId: Id, lastDay: Type.Optional(CalendarDate) },
  output: PartnerOrganisation,
  emits: [PartnerOrganisationClosed],
  problems: [NoSuchPartnerOrganisation, PartnerOrganisationEnded, LastDayBeforeFirst],
  status: 200,
  ifMatch: true,
})
