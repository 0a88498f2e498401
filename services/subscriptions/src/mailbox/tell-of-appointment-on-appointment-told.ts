/** Roles' events become messages. Offers, releases, declines and withdrawals do not: they are kept, so that nothing is missing. */
import type { DataOf, Event } from '@nlc/contracts/define'
import {
  AppointmentCarriedOver,
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentCorrected,
  AppointmentDeclined,
  AppointmentEnded,
  AppointmentMovedToPerson,
  AppointmentOffered,
  AppointmentPaused,
  AppointmentReleased,
  AppointmentResumed,
  AppointmentVoided,
  AppointmentWithdrawn,
} from '@nlc/contracts/roles'
import { type ReactionContext, react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepAppointment } from '../known/keep-appointment.ts'
import type { Happened } from './message-of-appointment.ts'
import { type Subscriber, tellOfAppointments } from './tell-of-appointments.ts'
import { telling } from './who-may-see-what.ts'

type Told = DataOf<typeof AppointmentConfirmed>

const tell = (happened: Happened) => async (told: Told, change: ReactionContext<never>) => {
  const { sql: db, event } = change
  await telling(db)
  const record = { ...told.appointment, version: event.version }
  const places = await keepAppointment(db, record, event, happened)
  const subscribers = await lockSubscribers(db, record.id, places)
  await tellOfAppointments(change, subscribers, [{ record, happened, eventId: event.id, occurredAt: event.recordedAt }])
}

const keep =
  (happened: string) =>
  async (told: Told, { sql: db, event }: ReactionContext<never>) => {
    await keepAppointment(db, { ...told.appointment, version: event.version }, event, happened)
  }

/** Those with whom one of the places is shared, and those who were told of it before. */
async function lockSubscribers(db: Sql, appointmentId: string, places: readonly string[]): Promise<Subscriber[]> {
  const { rows } = await sql<Subscriber>`
    select id, client_id as "clientId", filter from subscription
    where state <> 'ended' and (
      client_id in (select client_id from opened_place where place = any (${[...places]}::text[]))
      or id in (select subscription_id from appointment_in_view where appointment_id = ${appointmentId}))
    order by id for update`.execute(db)
  return rows
}

const on = <E extends Event>(name: string, event: E, run: (told: Told, change: ReactionContext<never>) => Promise<void>) =>
  react(`subscriptions.${name}`, { on: event }, run as never)

export const tellOfAppointmentOnAppointmentTold = [
  on('keep-offered', AppointmentOffered, keep('offered')),
  on('keep-released', AppointmentReleased, keep('released')),
  on('keep-declined', AppointmentDeclined, keep('declined')),
  on('keep-withdrawn', AppointmentWithdrawn, keep('withdrawn')),
  on('tell-of-confirmed', AppointmentConfirmed, tell('confirmed')),
  on('tell-of-changed', AppointmentChanged, tell('changed')),
  on('tell-of-carried-over', AppointmentCarriedOver, tell('carried-over')),
  on('tell-of-paused', AppointmentPaused, tell('paused')),
  on('tell-of-resumed', AppointmentResumed, tell('resumed')),
  on('tell-of-ended', AppointmentEnded, tell('ended')),
  on('tell-of-corrected', AppointmentCorrected, tell('corrected')),
  on('tell-of-voided', AppointmentVoided, tell('voided')),
  on('tell-of-moved-to-person', AppointmentMovedToPerson, tell('moved-to-person')),
]
