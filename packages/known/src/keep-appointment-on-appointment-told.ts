/**
 * Roles' appointments, for services that go by who holds which role: the newest record of each, in a table `known_appointment` that the
 * service's own migrations make. By itself, so that whoever needs membership's copies alone does not read roles' stream.
 */
import type { DataOf, Event } from '@nlc/contracts/define'
import {
  AppointmentCarriedOver,
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentCorrected,
  AppointmentEnded,
  AppointmentMovedToPerson,
  AppointmentPaused,
  AppointmentResumed,
  AppointmentVoided,
} from '@nlc/contracts/roles'
import { type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { knowPerson } from './known-person.ts'

const held = ['accepted', 'active', 'paused', 'ended']

async function keep({ appointment }: DataOf<typeof AppointmentConfirmed>, { sql: db, event }: ReactionContext<never>): Promise<void> {
  const { id, personId, networkId, roleCode, state, periods } = appointment
  const kept = await knowPerson(db, personId)
  await sql`
    insert into known_appointment (id, version, person_id, network_id, role_code, held, periods)
    values (${id}, ${event.version}, ${kept}, ${networkId}, ${roleCode}, ${held.includes(state)}, ${JSON.stringify(periods)}::jsonb)
    on conflict (id) do update set version = excluded.version, person_id = excluded.person_id, held = excluded.held, periods = excluded.periods
    where excluded.version > known_appointment.version`.execute(db)
}

const on = <E extends Event>(what: string, event: E) => react(`known.keep-${what}-appointment`, { on: event }, keep as never)

export const keepAppointmentOnAppointmentTold = [
  on('confirmed', AppointmentConfirmed),
  on('changed', AppointmentChanged),
  on('carried-over', AppointmentCarriedOver),
  on('paused', AppointmentPaused),
  on('resumed', AppointmentResumed),
  on('ended', AppointmentEnded),
  on('corrected', AppointmentCorrected),
  on('voided', AppointmentVoided),
  on('moved', AppointmentMovedToPerson),
] as const
