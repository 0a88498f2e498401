import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'

const keptDays = 100
const atOnce = 10_000
const dayMs = 24 * 60 * 60_000

/** Each day: attempts that are older than any message, keys that sign no more, webhooks of subscriptions that ended. */
export const forgetAttempts = work(
  'subscriptions.forget-attempts',
  // It is never done, so it never gives up.
  { input: {}, maxAttempts: Number.POSITIVE_INFINITY, background: true },
  async (_input, _state, { sql: db, now }): Promise<Step<null>> => {
    const { rows } = await sql`
      delete from delivery_attempt where (subscription_id, id) in (
        select subscription_id, id from delivery_attempt
        where attempted_at < ${now.toISOString()}::timestamptz - make_interval(days => ${keptDays}) limit ${atOnce})
      returning true`.execute(db)
    if (rows.length === atOnce) return { state: null, next: 'again' }
    await sql`delete from webhook_key where ends_at < clock_timestamp()`.execute(db)
    await sql`delete from webhook_endpoint e using subscription s where s.id = e.subscription_id and s.state = 'ended'`.execute(db)
    return { state: null, next: new Date(now.getTime() + dayMs) }
  },
)
