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
import { type Gathered, type ReactionContext, react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepAppointments, type Said } from '../known/keep-appointments.ts'
import type { Happened } from './message-of-appointment.ts'
import { type Subscriber, type ToTell, tellOfAppointments } from './tell-of-appointments.ts'
import { telling } from './who-may-see-what.ts'

type Told = DataOf<typeof AppointmentConfirmed>

const notTold: ReadonlySet<Said['happened']> = new Set(['offered', 'released', 'declined', 'withdrawn'])

/** All that is at hand in one go: on the morning of 1 September, that is many. */
const tellTogether: Gathered<Said> = async (said, change) => {
  const { sql: db } = change
  await telling(db)
  for (const round of rounds(said)) {
    const places = await keepAppointments(db, round)
    const toTell = round.flatMap(({ record, event, happened }): ToTell[] =>
      notTold.has(happened) ? [] : [{ record, happened: happened as Happened, eventId: event.id, occurredAt: event.recordedAt }],
    )
    if (toTell.length === 0) continue
    await tellOfAppointments(change, await lockSubscribers(db, toTell, places), toTell)
  }
}

/** No appointment twice in one round, and each in order from round to round: what is told of it depends on what was told before. */
function rounds(said: readonly Said[]): Said[][] {
  const rounds: Said[][] = []
  const sofar = new Map<string, number>()
  for (const one of said) {
    const round = sofar.get(one.record.id) ?? 0
    sofar.set(one.record.id, round + 1)
    rounds[round] ??= []
    rounds[round].push(one)
  }
  return rounds
}

/** Those with whom one of the places is shared, and those who were told of one before. */
async function lockSubscribers(db: Sql, toTell: readonly ToTell[], places: readonly string[]): Promise<Subscriber[]> {
  const { rows } = await sql<Subscriber>`
    select id, client_id as "clientId", filter from subscription
    where state <> 'ended' and (
      client_id in (select client_id from opened_place where place = any (${[...places]}::text[]))
      or id in (select subscription_id from appointment_in_view where appointment_id = any (${toTell.map(({ record }) => record.id)}::uuid[])))
    order by id for update`.execute(db)
  return rows
}

const on = <E extends Event>(name: string, event: E, happened: Said['happened']) =>
  react(`subscriptions.${name}`, { on: event }, (async ({ appointment }: Told, { event, gather }: ReactionContext<never>) =>
    gather(tellTogether, { record: { ...appointment, version: event.version }, event, happened })) as never)

export const tellOfAppointmentOnAppointmentTold = [
  on('keep-offered', AppointmentOffered, 'offered'),
  on('keep-released', AppointmentReleased, 'released'),
  on('keep-declined', AppointmentDeclined, 'declined'),
  on('keep-withdrawn', AppointmentWithdrawn, 'withdrawn'),
  on('tell-of-confirmed', AppointmentConfirmed, 'confirmed'),
  on('tell-of-changed', AppointmentChanged, 'changed'),
  on('tell-of-carried-over', AppointmentCarriedOver, 'carried-over'),
  on('tell-of-paused', AppointmentPaused, 'paused'),
  on('tell-of-resumed', AppointmentResumed, 'resumed'),
  on('tell-of-ended', AppointmentEnded, 'ended'),
  on('tell-of-corrected', AppointmentCorrected, 'corrected'),
  on('tell-of-voided', AppointmentVoided, 'voided'),
  on('tell-of-moved-to-person', AppointmentMovedToPerson, 'moved-to-person'),
]
