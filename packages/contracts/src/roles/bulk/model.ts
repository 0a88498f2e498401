import Type from 'typebox'
import { AcademicYear, CalendarDate, Instant, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId, GivenEndReason } from '../appointments/model.ts'
import { RoleCode } from '../role-definitions/model.ts'

export const BulkRunId = Type.String({ format: 'uuid', description: 'Bulk work over appointments.' })

/** `roll-over`: offers each role anew for the next academic year. `ending`: ends each on one last day. */
export const BulkKind = Type.Enum(['roll-over', 'ending'])

/** `stopped`: somebody stopped it; what was done by then is done. */
export const BulkState = Type.Enum(['queued', 'running', 'done', 'stopped'])

/**
 * `done`. `refused`: nothing was changed; the problem is the one that the single command would have answered. `nothing-to-do`: it is so
 * already. `waiting`: not yet.
 */
export const BulkOutcome = Type.Enum(['waiting', 'done', 'refused', 'nothing-to-do'])

/** Which appointments: those that meet all that is said. */
export const selection = {
  networkId: Type.Optional(
    Type.String({ ...NetworkId, description: 'Of this network. Co-leaders have to name theirs; without it: of all networks.' }),
  ),
  roleCode: Type.Optional(RoleCode),
  urn: Type.Optional(Type.String({ ...Urn, description: 'Held through this school.' })),
  appointmentIds: Type.Optional(
    Type.Array(AppointmentId, {
      minItems: 1,
      maxItems: 1000,
      uniqueItems: true,
      description: 'Only these, each with an outcome. One that is not of the network is refused as not there.',
    }),
  ),
}

export const BulkRun = Type.Object({
  id: BulkRunId,
  version: Version,
  kind: BulkKind,
  state: BulkState,
  dryRun: Type.Boolean({ description: 'Everything is tried, and nothing kept but the outcomes.' }),
  networkId: Type.Optional(NetworkId),
  roleCode: Type.Optional(RoleCode),
  urn: Type.Optional(Urn),
  academicYear: Type.Optional(Type.String({ ...AcademicYear, description: 'Of a roll-over: the year that the roles are offered for.' })),
  lastDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Of an ending.' })),
  reason: Type.Optional(GivenEndReason),
  total: Type.Integer({ minimum: 0 }),
  done: Type.Integer({ minimum: 0 }),
  refused: Type.Integer({ minimum: 0 }),
  nothingToDo: Type.Integer({ minimum: 0 }),
  waiting: Type.Integer({ minimum: 0 }),
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
})

export const BulkItem = Type.Object({
  number: Type.Integer({ minimum: 1, description: 'Its place in the run.' }),
  appointmentId: AppointmentId,
  outcome: BulkOutcome,
  newAppointmentId: Type.Optional(Type.String({ ...AppointmentId, description: 'Of a roll-over: the appointment that was offered.' })),
  /** Why it was refused: the problem document that the single command would have answered. */
  problem: Type.Optional(
    Type.Object(
      { type: Type.String(), title: Type.String(), status: Type.Integer(), detail: Type.Optional(Type.String()) },
      { additionalProperties: true },
    ),
  ),
})
