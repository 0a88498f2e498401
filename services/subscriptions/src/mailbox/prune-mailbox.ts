import { SubscriptionId } from '@nlc/contracts/subscriptions'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'

/** For how long a message is kept. Whoever is away longer takes a snapshot. */
export const keptDays = 100
const atOnce = 5_000

/** Deletes what is older from the front of a mailbox, and comes back when the next is; ends where it is empty. */
export const pruneMailbox = work(
  'subscriptions.prune-mailbox',
  { input: { subscriptionId: SubscriptionId }, background: true },
  async ({ subscriptionId }, _, { sql: db, now }): Promise<Step<null>> => {
    // First the lock: what is appended meanwhile is seen, or finds the mailbox empty and queues the next pruning.
    await sql`select from subscription where id = ${subscriptionId} for update`.execute(db)
    // The oldest numbers are all before the first that is to stay: numbers have no gap afterwards either.
    const { rows } = await sql<{ more: boolean; next: Date | null }>`
      with front as (
        select number from mailbox_message where subscription_id = ${subscriptionId} order by number limit ${atOnce}
      ), stays as (
        select min(m.number) as number from mailbox_message m join front f on f.number = m.number
        where m.subscription_id = ${subscriptionId} and m.recorded_at > ${now.toISOString()}::timestamptz - make_interval(days => ${keptDays})
      ), gone as (
        delete from mailbox_message m using front f, stays
        where m.subscription_id = ${subscriptionId} and m.number = f.number and (stays.number is null or m.number < stays.number)
        returning m.number
      ), moved as (
        update subscription set first_number = (select max(number) + 1 from gone) where id = ${subscriptionId} and exists (select from gone)
      )
      select (select number from stays) is null and count(*) = ${atOnce} as more,
        (select recorded_at from mailbox_message m, stays where m.subscription_id = ${subscriptionId} and m.number = stays.number)
          + make_interval(days => ${keptDays}) as next
      from gone`.execute(db)
    const { more, next } = rows[0]!
    return { state: null, next: more ? now : (next ?? 'done') }
  },
)
