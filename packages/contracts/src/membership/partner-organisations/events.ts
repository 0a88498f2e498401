import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, LaCode, Ukprn } from '../../formats.ts'
import { PartnerKind } from './model.ts'

const organisation = {
  organisationId: Id,
  name: Type.String(),
  kind: PartnerKind,
  ukprn: Type.Optional(Ukprn),
  laCode: Type.Optional(LaCode),
  firstDay: CalendarDate,
}
const about = { 'partner-organisation': 'organisationId' } as const

export const PartnerOrganisationRegistered = event('membership.partner-organisation-registered', {
  summary: 'An organisation that is no school became a partner.',
  about,
  data: organisation,
})

export const PartnerOrganisationChanged = event('membership.partner-organisation-changed', {
  summary: 'What is held of a partner organisation was changed.',
  about,
  data: organisation,
})

export const PartnerOrganisationClosed = event('membership.partner-organisation-closed', {
  summary: 'A partner organisation is one until this day, which counts.',
  about,
  data: { ...organisation, lastDay: CalendarDate },
})
