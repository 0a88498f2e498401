import Type from 'typebox'
import { CalendarDate, EstablishmentNumber, Id, Instant, LaCode, Ukprn, Urn, Version } from '../../formats.ts'

export const SchoolStatus = Type.Enum(['1', '2', '3', '4'], {
  description:
    "The register's code: 1 open, 2 closed, 3 open but proposed to close, 4 proposed to open. On a day, it follows from the school's first and last day.",
})
export const Phase = Type.Enum(['0', '1', '2', '3', '4', '5', '6', '7'], {
  description:
    "The register's code: 0 not applicable, 1 nursery, 2 primary, 3 middle deemed primary, 4 secondary, 5 middle deemed secondary, 6 16 plus, 7 all through.",
})
export const GroupKind = Type.Enum([
  'multi-academy-trust',
  'single-academy-trust',
  'foundation-trust',
  'umbrella-trust',
  'federation',
  'sponsor',
  'childrens-centres',
])

/** Of a school: the days on which the register has it open, both counted; either may be unknown. */
export const lifetime = {
  firstDay: Type.Optional(Type.String({ ...CalendarDate, description: 'The first day on which it is open. Absent: not known.' })),
  lastDay: Type.Optional(
    Type.String({ ...CalendarDate, description: 'The last day on which it is open. Absent: none is set, or not known.' }),
  ),
}

/** WGS 84, from the register's British National Grid reference; accurate to about 5 metres. */
export const location = {
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
}

/** Under which authority a school is known. Without a first day: ever since; without a last day: still. */
export const SchoolLocalAuthority = Type.Object({
  code: LaCode,
  establishmentNumber: Type.Optional(EstablishmentNumber),
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
})

export const SchoolsGroup = Type.Object({
  groupId: Id,
  kind: GroupKind,
  name: Type.String(),
  firstDay: CalendarDate,
  lastDay: Type.Optional(CalendarDate),
})

/** A school as lists show it: codes, authority and groups are those of the day that was asked for. */
export const School = Type.Object({
  urn: Urn,
  name: Type.String(),
  status: SchoolStatus,
  phase: Type.Optional(Phase),
  type: Type.Optional(Type.Object({ code: Type.String(), name: Type.Optional(Type.String()) })),
  ...lifetime,
  reasonOpened: Type.Optional(Type.String({ description: "The register's code." })),
  reasonClosed: Type.Optional(Type.String({ description: "The register's code." })),
  lowAge: Type.Optional(Type.Integer({ description: 'Statutory lowest age, years.' })),
  highAge: Type.Optional(Type.Integer({ description: 'Statutory highest age, years.' })),
  gender: Type.Optional(Type.String()),
  religiousCharacter: Type.Optional(Type.String()),
  ukprn: Type.Optional(Ukprn),
  address: Type.Object({
    street: Type.Optional(Type.String()),
    locality: Type.Optional(Type.String()),
    address3: Type.Optional(Type.String()),
    town: Type.Optional(Type.String()),
    county: Type.Optional(Type.String()),
    postcode: Type.Optional(Type.String()),
  }),
  region: Type.Optional(Type.String()),
  website: Type.Optional(Type.String()),
  location: Type.Optional(Type.Object(location)),
  localAuthority: Type.Optional(SchoolLocalAuthority),
  groups: Type.Array(SchoolsGroup),
  updatedAt: Instant,
  version: Version,
})

export const SuccessionState = Type.Enum(['awaiting-day', 'awaiting-decision', 'succeeded', 'declined'])

/**
 * What becomes of a school that ends. `awaiting-day`: one successor, whose first day is still to come. `awaiting-decision`: the
 * register names several, or a split, or no day. `declined`: the national body decided that no school carries it on.
 */
export const Succession = Type.Object({
  urn: Urn,
  successorUrn: Type.Optional(Urn),
  firstDay: Type.Optional(CalendarDate),
  state: SuccessionState,
  decided: Type.Boolean({ description: 'By the national body; else read from the register.' }),
  reason: Type.Optional(Type.String()),
  /** Every successor that the register names. */
  candidates: Type.Array(Urn),
  version: Version,
})
