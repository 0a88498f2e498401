import Type from 'typebox'
import { Id, Instant, Trn, Urn, Version } from '../../formats.ts'
import { Employer, PayrollNumber } from '../employments/model.ts'
import { ClientId } from '../sharing-agreements/model.ts'

/** What the vendor itself calls a person. */
export const StaffRef = Type.String({
  pattern: '^[A-Za-z0-9._:-]{1,64}$',
  examples: ['staff-4711'],
  description: "The vendor's own reference for a person. Opaque: no name, no address.",
})

/** One member of staff as the vendor's list has them. What it names besides the reference is compared, and not kept. */
export const StaffMatchRow = Type.Object({
  recipientRef: StaffRef,
  trn: Type.Optional(Trn),
  payrollNumber: Type.Optional(PayrollNumber),
  employer: Type.Optional(
    Type.Object(Employer.properties, {
      description: "Whose payroll number it is. Absent: the school's trust, or without one its governing body.",
    }),
  ),
  workEmail: Type.Optional(Type.String({ format: 'email', maxLength: 254, description: 'Finds whoever has it as verified.' })),
})

/**
 * `matched`: to one person, exactly. `ambiguous`: identifiers point to several people, or to somebody who has another reference of this
 * client: the school's signatory settles it. `none`: nobody at this school whom the client may see.
 */
export const StaffMatchOutcome = Type.Enum(['matched', 'ambiguous', 'none'])
/** Which identifier decided; `signatory`: the school's. */
export const MatchedBy = Type.Enum(['trn', 'payroll-number', 'work-email', 'signatory'])

/** `unlinked`: the signatory said that the reference is not to be linked to anybody; a list does not change that. */
export const StaffMatchState = Type.Enum(['matched', 'ambiguous', 'unlinked'])

/** A reference of a client, as a school's staff list was matched. */
export const StaffMatch = Type.Object({
  id: Id,
  clientId: ClientId,
  urn: Urn,
  recipientRef: StaffRef,
  state: StaffMatchState,
  personId: Type.Optional(Id),
  matchedBy: Type.Optional(MatchedBy),
  candidates: Type.Optional(Type.Array(Id, { description: 'Whom it may be; for whoever settles it, not for the client.' })),
  updatedAt: Instant,
  version: Version,
})
