/** Opens and closes places to clients, as what is shared with them comes and goes. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { appendMessages, lockSubscriptions, type NewMessage } from './append-messages.ts'
import { type ClientPlace, type EndReason, isCover, type Opening, schoolAt, sharingAt } from './client-place.ts'
import { closePlace } from './close-place.ts'
import { type Filter, wantsAuthority, wantsSchool, wantsType } from './filter.ts'
import { reportAppointments } from './report-appointments.ts'
import { reportVisits } from './report-visits.ts'
import type { Subscriber } from './tell-of-appointments.ts'
import { opening } from './who-may-see-what.ts'

interface Right {
  readonly agreementId: string
  readonly held: boolean
}

/**
 * Compares what the clients could see of these places with what they may see now, whatever happened between, and tells them.
 * @param ending why what ends does; `quietly`: doors are still closing, and the client is told when they are closed.
 */
export async function openPlaces(
  change: Opening,
  pairs: readonly ClientPlace[],
  cause: { readonly ending: EndReason; readonly quietly?: boolean; readonly eventId: string | undefined; readonly occurredAt: Date },
): Promise<void> {
  if (pairs.length === 0) return
  const { sql: db, enqueue } = change
  await opening(db)
  const subscribers = await lockSubscriptions(db, [...new Set(pairs.map(({ clientId }) => clientId))])
  const asked = sql`jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p("clientId" text, place text)`
  const { rows } = await sql<ClientPlace & { had: Right | null; has: Right | null }>`
    select distinct p."clientId", p.place, to_jsonb(o) as had, to_jsonb(r) as has
    from ${asked}
    left join lateral (select agreement_id as "agreementId", held from opened_place where client_id = p."clientId" and place = p.place) o on true
    left join lateral (select agreement_id as "agreementId", held from place_right where client_id = p."clientId" and place = p.place) r on true
    order by 1, 2`.execute(db)

  for (const { clientId, place, had, has } of rows) {
    const own = subscribers.filter((one) => one.clientId === clientId)
    if (!has) {
      if (had) await closePlace(change, own, { clientId, place, agreementId: had.agreementId }, cause)
      continue
    }
    await sql`
      insert into opened_place (client_id, place, agreement_id, held) values (${clientId}, ${place}, ${has.agreementId}, ${has.held})
      on conflict (client_id, place) do update set agreement_id = excluded.agreement_id, held = excluded.held`.execute(db)
    if (has.held || (had && !had.held)) continue
    await tellOfStart(change, own, { clientId, place, ...has }, cause)
    await releaseHeld(change, clientId, place)
    for (const { id } of own) await enqueue(isCover(place) ? reportVisits : reportAppointments, { subscriptionId: id, place })
  }
}

async function tellOfStart(
  change: Opening,
  subscribers: readonly Subscriber[],
  right: Right & ClientPlace,
  { eventId, occurredAt }: { eventId: string | undefined; occurredAt: Date },
): Promise<void> {
  const { sql: db, today } = change
  const { clientId: _, place, agreementId } = right
  const data = { agreementId, ...(await sharingAt(db, right)) }
  const school = schoolAt(place)
  const laCode = await laCodeOf(db, school, today)
  const wants = ({ filter }: { filter: Filter }) =>
    wantsType(filter, 'sharing.started') && wantsSchool(filter, [school]) && wantsAuthority(filter, laCode)
  await appendMessages(
    change,
    subscribers.filter(wants).map(
      ({ id, filter }): NewMessage => ({
        subscriptionId: id,
        type: 'sharing.started',
        subjectId: school,
        aboutPerson: false,
        places: [],
        eventId,
        occurredAt,
        data,
        why: { filter, sharedBy: [{ place, agreementId }] },
      }),
    ),
  )
}

async function laCodeOf(db: Sql, urn: string, today: string): Promise<string | undefined> {
  const { rows } = await sql<{ code: string }>`
    select la_code as code from known_school_la where urn = ${urn} and first_day <= ${today}::date order by first_day desc limit 1`.execute(
    db,
  )
  return rows[0]?.code
}

/** In the order in which they were written, once nothing of what they tell of waits for a signature. */
async function releaseHeld(change: Opening, clientId: string, place: string): Promise<void> {
  const { rows } = await sql<{ seq: number; message: NewMessage & { occurredAt: string } }>`
    delete from held_message h using subscription s
    where s.id = h.subscription_id and s.client_id = ${clientId} and h.places @> array[${place}]::text[]
      and not exists (select from opened_place o where o.client_id = s.client_id and o.held and o.place = any (h.places))
    returning h.seq, h.message`.execute(change.sql)
  const messages = rows.sort((a, b) => a.seq - b.seq).map(({ message }) => ({ ...message, occurredAt: new Date(message.occurredAt) }))
  await appendMessages(change, messages)
}
