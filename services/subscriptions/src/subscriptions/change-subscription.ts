import {
  ChangeSubscription,
  NoSuchSubscription,
  SubscriptionChanged,
  SubscriptionNotInState,
  UnknownInFilter,
} from '@nlc/contracts/subscriptions'
import { handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Filter } from '../mailbox/filter.ts'
import { reportAppointments } from '../mailbox/report-appointments.ts'
import { reportVisits } from '../mailbox/report-visits.ts'
import { loadOwn } from './load-own.ts'
import { readSubscription } from './read-subscription.ts'
import { unknownInFilter } from './unknown-in-filter.ts'

export const changeSubscription = handle(
  ChangeSubscription,
  async ({ subscriptionId, name, filter }, { em, sql: db, caller, now, emit, enqueue, fail, checkVersion }) => {
    const subscription = (await loadOwn(em, caller, subscriptionId)) ?? fail(NoSuchSubscription)
    checkVersion(subscription)
    const { id, clientId, state } = subscription
    if (state === 'ended')
      fail(SubscriptionNotInState, { state, needed: ['pending-verification', 'active', 'degraded', 'disabled', 'paused'] })
    if (filter) {
      const unknown = await unknownInFilter(db, filter)
      if (unknown) fail(UnknownInFilter, unknown)
    }
    subscription.change({ name, filter }, now)
    await em.flush()
    if (filter) {
      await forget(db, id, filter)
      await enqueue(reportAppointments, { subscriptionId: id })
      await enqueue(reportVisits, { subscriptionId: id })
    }
    emit(SubscriptionChanged, { subscriptionId: id, clientId, filter: subscription.filter })
    return (await readSubscription(db, id))!
  },
)

/** What is not asked for any more is neither ended nor voided by that. */
async function forget(db: Sql, id: string, { urns, networkIds, roleCodes }: Filter): Promise<void> {
  const notAmong = (list: readonly string[] | undefined, field: string) =>
    list === undefined ? sql`false` : sql`not (data ->> ${field} = any (${[...list]}::text[]))`
  const elsewhere =
    urns === undefined
      ? sql`false`
      : sql`not (places && ${[...urns]}::text[] or exists (
          select from jsonb_array_elements(data -> 'periods') p where p ->> 'urn' = any (${[...urns]}::text[])))`
  await sql`
    delete from appointment_in_view
    where subscription_id = ${id} and (${notAmong(networkIds, 'networkId')} or ${notAmong(roleCodes, 'roleCode')} or ${elsewhere})`.execute(
    db,
  )
}
