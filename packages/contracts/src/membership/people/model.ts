import Type from 'typebox'
import { CalendarDate, Id, Instant, Trn, text, Version } from '../../formats.ts'

/** As the person gives it. Somebody with one name has a family name alone. */
export const PersonName = Type.Object({
  given: Type.Optional(text(100)),
  middle: Type.Optional(text(100)),
  family: text(100),
  /** What colleagues call the person, where that is another name. */
  knownAs: Type.Optional(text(100)),
})

/** At most 254 characters (RFC 5321); compared without regard to case. */
export const EmailAddress = Type.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]{1,189}$', maxLength: 254, examples: ['j.rowe@abbey.example'] })

export const WorkEmail = Type.Object({
  address: EmailAddress,
  verified: Type.Boolean({
    description: 'The school or the person has shown that it is theirs. A verified address belongs to one person.',
  }),
})
export const WorkEmails = Type.Array(WorkEmail, { maxItems: 5 })

/** `merged`: the record of somebody whose other record is kept. `erased`: names, TRN and addresses are gone. */
export const PersonState = Type.Enum(['registered', 'merged', 'erased'])

export const Person = Type.Object({
  id: Id,
  version: Version,
  state: PersonState,
  mergedInto: Type.Optional(Type.String({ format: 'uuid', description: 'The record that is kept; ask for that one from now on.' })),
  name: Type.Optional(PersonName),
  trn: Type.Optional(Trn),
  emails: WorkEmails,
  updatedAt: Instant,
})

/** UK GDPR, article 17(3). */
export const RefusalGround = Type.Enum([
  'freedom-of-expression',
  'legal-obligation',
  'public-task',
  'public-health',
  'archiving-or-research',
  'legal-claims',
])

export const Erasure = Type.Object({
  personId: Id,
  state: Type.Enum(['asked', 'refused', 'done']),
  askedOn: CalendarDate,
  decidedOn: Type.Optional(CalendarDate),
  ground: Type.Optional(RefusalGround),
  explanation: Type.Optional(Type.String({ description: 'What the person was told about the refusal.' })),
})
