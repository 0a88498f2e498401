import Type from 'typebox'
import { Id, Instant, text, Urn, Version } from '../../formats.ts'
import { NamedCoLeader, NetworkId, NetworkKind, networkDescription } from '../networks/model.ts'
import { ProgrammeCode } from '../programmes/model.ts'

export const ApplicationId = Type.String({ format: 'uuid', description: 'An application to become a network.' })
export const ApplicationState = Type.Enum(['draft', 'submitted', 'under-review', 'returned', 'approved', 'declined', 'withdrawn'])
export const DeclineReason = Type.Enum([
  'focus-not-on-learning',
  'commitment-unclear',
  'places-taken',
  'belongs-with-another-network',
  'other',
])
/** What a returned application lacks. */
export const MissingPart = Type.Enum(['focus', 'learning-levels', 'schools', 'co-leaders', 'other'])
export const Decision = Type.Enum(['approve-funded', 'approve-unfunded', 'decline', 'return'])

/** What an application says. Nothing of it is checked against the records before it is submitted. */
export const applicationContent = {
  programmeCode: Type.Optional(Type.String({ ...ProgrammeCode, default: 'national' })),
  kind: NetworkKind,
  ...networkDescription,
  schools: Type.Optional(
    Type.Array(Urn, { maxItems: 500, uniqueItems: true, description: 'The founding schools. Of a professional network: none.' }),
  ),
  coLeaders: Type.Array(NamedCoLeader, { maxItems: 20, description: 'Of a professional network: its coordinators.' }),
}

export const decisionContent = {
  decision: Decision,
  reason: Type.Optional(DeclineReason),
  missing: Type.Optional(Type.Array(MissingPart, { minItems: 1, maxItems: 5, uniqueItems: true })),
  words: Type.Optional(Type.String({ ...text(2000), description: 'For the applicant to read.' })),
}

export const Application = Type.Object({
  id: ApplicationId,
  programmeCode: ProgrammeCode,
  kind: NetworkKind,
  ...networkDescription,
  schools: Type.Array(Urn),
  coLeaders: Type.Array(NamedCoLeader),
  state: ApplicationState,
  applicantId: Id,
  submittedAt: Type.Optional(Instant),
  decidedAt: Type.Optional(Instant),
  funded: Type.Optional(Type.Boolean({ description: 'Of an approved application.' })),
  reason: Type.Optional(DeclineReason),
  missing: Type.Optional(Type.Array(MissingPart)),
  words: Type.Optional(Type.String()),
  /** The network that an approval formed. */
  networkId: Type.Optional(NetworkId),
  version: Version,
})
