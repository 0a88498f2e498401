import Type from 'typebox'
import { CalendarDate, Id, Instant, Ukprn, Urn, Version } from '../../formats.ts'
import { GroupKind } from '../schools/model.ts'

/** A trust, federation or sponsor. Academies are controlled by their trust. */
export const SchoolGroup = Type.Object({
  id: Id,
  uid: Type.String({ description: "The register's Group UID." }),
  groupNumber: Type.Optional(Type.String({ description: "The register's Group ID, such as TR00001." })),
  name: Type.String(),
  kind: GroupKind,
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
  companiesHouseNumber: Type.Optional(Type.String()),
  ukprn: Type.Optional(Ukprn),
  updatedAt: Instant,
  version: Version,
})

export const GroupSchool = Type.Object({ urn: Urn, name: Type.String(), firstDay: CalendarDate, lastDay: Type.Optional(CalendarDate) })
