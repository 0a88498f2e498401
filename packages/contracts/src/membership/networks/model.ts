import Type from 'typebox'
import { CalendarDate, Id, Instant, period, text, Urn, Version } from '../../formats.ts'
import { ProgrammeCode } from '../programmes/model.ts'

export const NetworkId = Type.String({ format: 'uuid', description: 'A network.' })
/** `school-network`: schools under a partnership agreement. `professional-network`: people, and no agreement. */
export const NetworkKind = Type.Enum(['school-network', 'professional-network'])
export const NetworkState = Type.Enum(['forming', 'active', 'sustaining', 'suspended', 'dissolved'])
export const LearningLevel = Type.Enum(['pupil', 'adult', 'leadership', 'school-wide', 'school-to-school', 'network-to-network'])

export const SuspensionReason = Type.Enum([
  'co-leaders-not-replaced',
  'agreement-lapsed',
  'too-few-schools',
  'concern-under-inquiry',
  'other',
])
export const DissolutionReason = Type.Enum([
  'completed',
  'merged-into-another',
  'too-few-schools',
  'at-its-own-wish',
  'terms-not-kept',
  'other',
])
/** Why a co-leadership ended. */
export const CoLeadershipEndReason = Type.Enum([
  'stepped-down',
  'replaced',
  'left-school',
  'school-left-network',
  'network-dissolved',
  'merged-duplicate',
])

/** What a network says of itself. */
export const networkDescription = {
  name: text(160),
  focus: Type.String({
    minLength: 1,
    maxLength: 2000,
    pattern: '\\S',
    description: 'What its learning is about, to improve outcomes for pupils.',
  }),
  learningLevels: Type.Array(LearningLevel, { minItems: 1, maxItems: 6, uniqueItems: true }),
}

/** A co-leader as named in an application or a change of co-leaders. */
export const NamedCoLeader = Type.Object({
  personId: Id,
  urn: Type.Optional(
    Type.String({
      ...Urn,
      description: 'The school through which the person co-leads: as an employee or a governor. Optional in a professional network alone.',
    }),
  ),
})

export const CoLeader = Type.Object({
  id: Id,
  personId: Id,
  urn: Type.Optional(Urn),
  ...period,
  reason: Type.Optional(CoLeadershipEndReason),
})

/** A co-leader left and was not replaced in the same step. */
export const CoLeaderVacancy = Type.Object({
  id: Id,
  networkId: NetworkId,
  personId: Id,
  urn: Type.Optional(Urn),
  reason: CoLeadershipEndReason,
  sinceDay: Type.String({ ...CalendarDate, description: 'The last day of the one who left.' }),
  replaceBy: Type.String({ ...CalendarDate, description: '60 days later; on the day after, the national body is told.' }),
})

export const Network = Type.Object({
  id: NetworkId,
  kind: NetworkKind,
  programmeCode: ProgrammeCode,
  funded: Type.Boolean(),
  ...networkDescription,
  state: NetworkState,
  suspensionReason: Type.Optional(SuspensionReason),
  dissolutionReason: Type.Optional(DissolutionReason),
  applicationId: Id,
  /** The day on which it became active for the first time. */
  activeFrom: Type.Optional(CalendarDate),
  dissolvedOn: Type.Optional(CalendarDate),
  formedAt: Instant,
  version: Version,
})
