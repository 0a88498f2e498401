import { CalendarDate } from '@nlc/contracts/formats'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { appendMessages, type NewMessage, type Why } from './append-messages.ts'
import type { Filter } from './filter.ts'
import { type AppointmentData, stateOn } from './visible-appointment.ts'

const atOnce = 100

/**
 * From the midnight with which a day begins in London: tells those who asked for it which appointments begin on it. A change is
 * announced when it is decided; only this says that the day has come.
 */
export const tellWhatTookEffect = work(
  'subscriptions.tell-what-took-effect',
  { input: { day: CalendarDate }, background: true },
  async ({ day }, _, change): Promise<Step<null>> => {
    const { sql: db, now, today } = change
    // Subscriptions first, as everywhere; what is known of appointments is read under their locks.
    const { rows: subscribers } = await sql<{ id: string }>`
      select s.id from subscription s
      where s.state <> 'ended' and s.filter -> 'types' ? 'appointment.took-effect' and exists (${untold(day)})
      order by s.id limit 20 for update`.execute(db)
    const { rows } = await sql<{
      subscriptionId: string
      filter: Filter
      appointmentId: string
      version: number
      personId: string
      places: string[]
      data: AppointmentData
      sharedBy: NonNullable<Why['sharedBy']>
      match: Why['match'] | null
    }>`
      update appointment_in_view u set effect_told = ${day}::date
      from subscription s
      where s.id = u.subscription_id and (u.subscription_id, u.appointment_id) in (
        select v.subscription_id, v.appointment_id from subscription s, lateral (${untold(day)}) v
        where s.id = any (${subscribers.map(({ id }) => id)}::uuid[]) limit ${atOnce})
      returning s.id as "subscriptionId", s.filter, u.appointment_id as "appointmentId", u.version, u.person_id as "personId", u.places, u.data,
        (select jsonb_agg(jsonb_build_object('place', o.place, 'agreementId', o.agreement_id)) from opened_place o
          where o.client_id = s.client_id and o.place = any (u.places)) as "sharedBy",
        (select jsonb_build_object('recipientRef', m.recipient_ref, 'urn', m.urn, 'matchedBy', m.matched_by) from known_staff_match m
          where m.client_id = s.client_id and m.person_id = u.person_id order by m.urn = any (u.places) desc, m.match_id limit 1) as match`.execute(
      db,
    )
    const messages = rows.map(
      ({ subscriptionId, filter, appointmentId, version, personId, places, data, sharedBy, match }): NewMessage => ({
        subscriptionId,
        type: 'appointment.took-effect',
        subjectId: personId,
        aboutPerson: true,
        places,
        eventId: undefined,
        occurredAt: now,
        data: { ...data, state: stateOn(data.periods, today), ...(match && { recipientRef: match.recipientRef }) },
        why: { filter, sharedBy, match: match ?? undefined, appointment: { id: appointmentId, version, event: 'took-effect' } },
      }),
    )
    await appendMessages(change, messages)
    return { state: null, next: messages.length > 0 ? now : 'done' }
  },
)

/** Of a subscription `s`: what begins on the day, may be seen now, and was not told of. */
const untold = (day: string) => sql`
  select v.subscription_id, v.appointment_id from appointment_in_view v
  where v.subscription_id = s.id and v.data ->> 'firstDay' = ${day} and v.effect_told is distinct from ${day}::date
    and not exists (select from known_exclusion x where x.client_id = s.client_id and x.person_id = v.person_id)
    and not exists (select from unnest(v.places) p where not exists (
      select from opened_place o where o.client_id = s.client_id and o.place = p and not o.held))`
