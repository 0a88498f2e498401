import { ClientAlone, CreateSubscription, SubscriptionMade, TooManySubscriptions, UnknownInFilter } from '@nlc/contracts/subscriptions'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { reportAppointments } from '../mailbox/report-appointments.ts'
import { reportVisits } from '../mailbox/report-visits.ts'
import { opening } from '../mailbox/who-may-see-what.ts'
import { readSubscription } from './read-subscription.ts'
import { mostSubscriptions, Subscription } from './subscription.ts'
import { unknownInFilter } from './unknown-in-filter.ts'

export const createSubscription = handle(
  CreateSubscription,
  async ({ name, filter = {} }, { em, sql: db, caller, now, emit, enqueue, fail }) => {
    if (caller.person !== undefined) fail(ClientAlone)
    const unknown = await unknownInFilter(db, filter)
    if (unknown) fail(UnknownInFilter, unknown)
    // What is told of until this commits is reported afterwards. It also has two that count at once wait for each other.
    await opening(db)
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from subscription where client_id = ${caller.client} and state <> 'ended'`.execute(db)
    if (rows[0]!.n >= mostSubscriptions) fail(TooManySubscriptions, { most: mostSubscriptions })

    const id = newId()
    em.create(Subscription, { id, clientId: caller.client, name, filter, state: 'active', updatedAt: now }, { persist: true })
    await em.flush()
    await enqueue(reportAppointments, { subscriptionId: id })
    await enqueue(reportVisits, { subscriptionId: id })
    emit(SubscriptionMade, { subscriptionId: id, clientId: caller.client, filter })
    return (await readSubscription(db, id))!
  },
)
