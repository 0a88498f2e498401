import Type from 'typebox'
import { AcademicYear, CalendarDate, Id, Instant, period, text, Urn, Version } from '../../formats.ts'
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
 * A role that was accepted and is lost before it begins is `voided`, with the reason: it never was held.
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

/** Whether the school that employs releases the time: `not-needed` where no minutes are taken from it. */
export const ReleaseState = Type.Enum(['not-needed', 'awaited', 'given'])

export const Appointment = Type.Object({ ...AppointmentRecord.properties, release: ReleaseState })

/** The reasons that people give; the others follow from something else. */
export const GivenEndReason = Type.Enum(['completed', 'stepped-down', 'left-school'])

/** What is offered from a day on: through what it is held, how many minutes, which share. What is left out of a change stays. */
export const offeredConditions = {
  affiliation: Type.Optional(Affiliation),
  urn: through.urn,
  groupId: through.groupId,
  organisationId: through.organisationId,
  minutesPerWeek: Type.Optional(MinutesPerWeek),
  share: Type.Optional(Share),
}

export const Explanation = Type.String({
  minLength: 1,
  maxLength: 2000,
  pattern: '\\S',
  description: 'Why. Shown to those who manage, hold or release it; never sent to anybody.',
})
/** Of what can be recorded for a day that has passed. */
export const backdating = {
  explanation: Type.Optional(
    Type.String({ ...Explanation, description: 'Why: needed where a day is named that has passed. Never sent to anybody outside.' }),
  ),
}

export const StandingReleaseId = Type.String({ format: 'uuid', description: 'A standing release.' })

/** Of a school (`urn`) or a group's own team (`groupId`). */
export const standingReleaseTerms = {
  urn: Type.Optional(Urn),
  groupId: Type.Optional(Type.String({ format: 'uuid', description: 'The trust, for its central team.' })),
  roleCode: RoleCode,
  networkId: Type.Optional(Type.String({ ...NetworkId, description: 'In this network alone; absent: in any.' })),
  minutesPerWeek: Type.Integer({ minimum: 1, maximum: 1950, description: 'Up to how many, of each who holds the role.' }),
  academicYear: AcademicYear,
}

/**
 * Releases whoever is offered the role, up to the minutes, for what begins and ends within the academic year. Not the one who
 * gave it, and no head: a head's own release comes from the employer.
 */
export const StandingRelease = Type.Object({
  id: StandingReleaseId,
  ...standingReleaseTerms,
  releasedBy: Id,
  withdrawnOn: Type.Optional(CalendarDate),
  version: Version,
})

/** What happened to an appointment at a version of it. */
export const AppointmentHappening = Type.Enum([
  'offered',
  'released',
  'declined',
  'withdrawn',
  'confirmed',
  'changed',
  'carried-over',
  'paused',
  'resumed',
  'ended',
  'corrected',
  'voided',
  'moved-to-person',
])

export const AppointmentVersion = Type.Object({
  version: Version,
  happening: AppointmentHappening,
  recordedAt: Instant,
  by: Type.Optional(
    Type.String({ format: 'uuid', description: 'The person who did it. Absent: the national body, or it followed from something else.' }),
  ),
  explanation: Type.Optional(text(2000)),
  appointment: AppointmentRecord,
})

/** How many minutes a week one person may be given in all, over all networks. */
export const PersonAllowance = Type.Object({ maxMinutesPerWeek: MinutesPerWeek, version: Version })
