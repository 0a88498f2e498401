import { SubscriptionId } from '@nlc/contracts/subscriptions'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'
import type { Subscriber } from './tell-of-appointments.ts'
import { readVisits, tellOfVisits } from './tell-of-visits.ts'

const atOnce = 100
const zero = '00000000-0000-0000-0000-000000000000'

/** The visits ahead, when sharing of cover starts, or a subscription is made or asks for more. What was told is not repeated. */
export const reportVisits = work(
  'subscriptions.report-visits',
  { input: { subscriptionId: SubscriptionId, place: Type.Optional(Type.String()) }, background: true },
  async ({ subscriptionId, place }, done: string | null | undefined, change): Promise<Step<string | null>> => {
    const { sql: db, now } = change
    const { rows: subscribers } = await sql<Subscriber>`
      select id, client_id as "clientId", filter from subscription where id = ${subscriptionId} and state <> 'ended' for update`.execute(db)
    const [subscriber] = subscribers
    if (!subscriber) return { state: null, next: 'done' }
    const visits = await readVisits(
      db,
      sql`v.booking_id > ${done ?? zero}::uuid and v.places && array(
        select o.place from opened_place o where o.client_id = ${subscriber.clientId} and not o.held and (${place ?? null}::text is null or o.place = ${place ?? null}))`,
      atOnce,
    )
    await tellOfVisits(change, subscribers, visits, { eventId: undefined, occurredAt: now })
    const last = visits.at(-1)
    return last && visits.length === atOnce ? { state: last.record.id, next: now } : { state: null, next: 'done' }
  },
)
