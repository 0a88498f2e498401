import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** A door that has something to be done, as it is under its lock. */
export interface ClaimedDoor {
  readonly id: string
  readonly state: 'opening' | 'open' | 'closing'
  readonly mailbox: string
  published: number
  acknowledged: number
  readonly generation: number
  readonly recall: boolean
  readonly purge: boolean
  readonly held: boolean
  /** The subscription may be sent to now. */
  readonly open: boolean
  readonly last: number
  readonly lookDue: boolean
}

/** So many may lie unacknowledged; the others wait in the database, and the broker's own bound is never met. */
export const WINDOW = 5_000

/** Locks the one that has waited longest; other processes pass it by. */
export async function claimDoor(db: Sql): Promise<ClaimedDoor | undefined> {
  const open = sql`exists (select from open_subscription o where o.id = d.subscription_id)`
  const full = sql`d.published_number - d.acknowledged_number >= ${WINDOW}`
  const lookDue = sql`(d.published_number > d.acknowledged_number or d.drained_at < d.looked_at)
    and d.looked_at < now() - case when ${full} then interval '200 milliseconds' else interval '5 seconds' end`
  const { rows } = await sql<ClaimedDoor>`
    select d.subscription_id as id, d.state, d.mailbox, d.published_number::float8 as published, d.acknowledged_number::float8 as acknowledged,
      d.generation, d.recall, d.purge, d.held, ${open} as open, coalesce(s.last_number, 0)::float8 as last, ${lookDue} as "lookDue"
    from nats_door d left join subscription s on s.id = d.subscription_id
    where d.state <> 'closed' and d.try_at <= now() and (
      d.state in ('opening', 'closing') or d.recall or d.purge
      or d.held = ${open}
      or (${open} and (
        (s.last_number > d.published_number and not ${full})
        or exists (select from replay r where r.subscription_id = d.subscription_id and r.door = 'nats' and r.done_at is null)
        or ${lookDue})))
    order by d.try_at limit 1 for update of d skip locked`.execute(db)
  return rows[0]
}
