import Type from 'typebox'
import { CalendarDate, Id, Instant, period, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { MinutesPerWeek, RoleCode, Subject } from '../role-definitions/model.ts'

export const AppointmentId = Type.String({ format: 'uuid', description: 'An appointment.' })

/**
 * As of a day. `school-agreed`: the signatory released the time. `accepted`: the holder said yes, and the first day lies ahead.
 * `active`, `paused` and `ended` follow from the days that were recorded.
 */
export const AppointmentState = Type.Enum([
  'offered',
  'school-agreed',
  'accepted',
  'active',
  'paused',
  'ended',
  'declined',
  'withdrawn',
  'voided',
])

export const AppointmentEndReason = Type.Enum([
  'completed',
  'stepped-down',
  'left-school',
  'school-left-network',
  'release-withdrawn',
  'network-dissolved',
  'merged-duplicate',
])

/**
 * By what somebody may hold a role: an employment or a governance term at a school or a group of schools, or being of a
 * partner organisation, or of a professional network.
 */
export const Affiliation = Type.Enum(['employment', 'governance', 'partner', 'network'])

/** Of one whole holder: a job share is less than 1. */
export const Share = Type.Number({ exclusiveMinimum: 0, maximum: 1, multipleOf: 0.01, examples: [0.5] })

/** Through what it is held. `urn`: the school that employs, or whose board it is; absent where no school stands behind it. */
export const through = {
  affiliation: Affiliation,
  urn: Type.Optional(Urn),
  groupId: Type.Optional(Type.String({ format: 'uuid', description: 'The trust or federation, for its central team or its board.' })),
  organisationId: Type.Optional(Type.String({ format: 'uuid', description: 'The partner organisation.' })),
}

/** What holds during a period of an appointment. */
export const appointmentConditions = { ...through, minutesPerWeek: MinutesPerWeek, share: Share }

/** A change of hours or of school is a new period. `paused`: the role is kept, no time accrues. */
export const AppointmentPeriod = Type.Object({ ...period, ...appointmentConditions, paused: Type.Boolean() })

/**
 * The whole of an appointment at one version, as every event about it carries it: whoever keeps a copy replaces theirs. The
 * conditions are those of the period in force on the day of the change: of the first before it begins, of the last once it ended.
 */
export const AppointmentRecord = Type.Object({
  id: AppointmentId,
  version: Version,
  personId: Id,
  networkId: NetworkId,
  roleCode: RoleCode,
  subject: Type.Optional(Subject),
  state: AppointmentState,
  ...period,
  ...appointmentConditions,
  covers: Type.Optional(Type.String({ format: 'uuid', description: 'The paused appointment that this one covers.' })),
  endReason: Type.Optional(AppointmentEndReason),
  periods: Type.Array(AppointmentPeriod, { description: 'One after the other without a gap, the earliest first.' }),
  recordedAt: Instant,
  supersedes: Type.Optional(Type.Integer({ minimum: 1, description: 'The version that this one replaces.' })),
})

/** The day from which what is said takes effect. */
export const effectiveFrom = { firstDay: CalendarDate }
