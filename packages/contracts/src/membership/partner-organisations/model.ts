import Type from 'typebox'
import { CalendarDate, Id, Instant, LaCode, text, Ukprn, Version } from '../../formats.ts'

export const PartnerKind = Type.Enum(['hei', 'agency', 'community-group', 'charity', 'employer', 'public-body', 'other'], {
  description: 'hei: a higher education institution.',
})

export const partnerOrganisation = {
  name: text(200),
  kind: PartnerKind,
  ukprn: Type.Optional(Type.String({ ...Ukprn, description: 'UK provider reference number.' })),
  website: Type.Optional(Type.String({ format: 'uri', pattern: '^https?://', maxLength: 300 })),
  laCode: Type.Optional(Type.String({ ...LaCode, description: 'Of the authority in whose area it works, where that is one.' })),
}

/** An organisation that is no school: higher education institutions, agencies, community groups. */
export const PartnerOrganisation = Type.Object({
  id: Id,
  ...partnerOrganisation,
  firstDay: CalendarDate,
  lastDay: Type.Optional(CalendarDate),
  updatedAt: Instant,
  version: Version,
})
