import { SubscriptionId } from '@nlc/contracts/subscriptions'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'
import { type Subscriber, tellOfAppointments } from './tell-of-appointments.ts'
import type { Appointment } from './visible-appointment.ts'

const atOnce = 100
/** Places whose appointments are looked up together. */
const placesAtOnce = 20

interface Done {
  readonly place: string
  readonly appointmentId: string
}

/**
 * What exists when sharing starts, or a subscription is made or asks for more: all appointments that have not ended, at the place or
 * at all that the client may see. Each is queued by itself, for one that is under way may be past what another is for. What was told meanwhile is not repeated. A step holds the mailbox for a hundred at most.
 */
export const reportAppointments = work(
  'subscriptions.report-appointments',
  { input: { subscriptionId: SubscriptionId, place: Type.Optional(Type.String()) }, background: true },
  async ({ subscriptionId, place }, done: Done | null | undefined, change): Promise<Step<Done | null>> => {
    const { sql: db, now, today } = change
    const { rows: subscribers } = await sql<Subscriber>`
      select id, client_id as "clientId", filter from subscription where id = ${subscriptionId} and state <> 'ended' for update`.execute(db)
    const [subscriber] = subscribers
    if (!subscriber) return { state: null, next: 'done' }
    const from = done?.place ?? ''
    const { rows: places } = await sql<{ place: string }>`
      select place from opened_place
      where client_id = ${subscriber.clientId} and not held and place >= ${from} and (${place ?? null}::text is null or place = ${place ?? null})
      order by place limit ${placesAtOnce}`.execute(db)
    const { rows } = await sql<{ place: string; record: Appointment }>`
      select p.place, a.record
      from unnest(${places.map((one) => one.place)}::text[]) p(place) join known_appointment a on a.places @> array[p.place]
      where a.held and (a.last_day is null or a.last_day >= ${today}::date)
        and (p.place > ${from} or a.id > ${done?.appointmentId ?? '00000000-0000-0000-0000-000000000000'}::uuid)
      order by p.place, a.id limit ${atOnce}`.execute(db)
    await tellOfAppointments(
      change,
      subscribers,
      rows.map(({ record }) => ({ record, happened: 'reported', eventId: undefined, occurredAt: now })),
    )
    const last = rows.at(-1)
    if (last && rows.length === atOnce) return { state: { place: last.place, appointmentId: last.record.id }, next: now }
    const beyond = places.length === placesAtOnce ? places.at(-1) : undefined
    if (beyond && beyond.place !== from) return { state: { place: beyond.place, appointmentId: lastId }, next: now }
    return { state: null, next: 'done' }
  },
)

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
