import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Filter } from '../mailbox/filter.ts'
import type { SubscriptionState } from './subscription.ts'

export interface SubscriptionRow {
  readonly id: string
  readonly clientId: string
  readonly name: string
  readonly state: SubscriptionState
  readonly filter: Filter
  readonly firstNumber: number
  readonly lastNumber: number
  readonly acknowledgedNumber: number
  readonly suspended: boolean
  /** Doors may be open: it is active or degraded, and nobody suspended it. */
  readonly open: boolean
  readonly updatedAt: Date
  readonly version: number
}

export async function readSubscriptions(db: Sql, condition: RawBuilder<unknown>): Promise<SubscriptionRow[]> {
  const { rows } = await sql<SubscriptionRow>`
    select s.id, s.client_id as "clientId", s.name, s.state, s.filter, s.first_number as "firstNumber", s.last_number as "lastNumber",
      s.acknowledged_number as "acknowledgedNumber", s.updated_at as "updatedAt", s.version,
      exists (select from delivery_suspension d where d.client_id in (s.client_id, '*'))
        or exists (select from known_client c where c.client_id = s.client_id and c.suspended_at is not null) as suspended,
      exists (select from open_subscription o where o.id = s.id) as open
    from subscription s where ${condition}`.execute(db)
  return rows
}

export const readSubscription = async (db: Sql, id: string): Promise<SubscriptionRow | undefined> =>
  (await readSubscriptions(db, sql`s.id = ${id}::uuid`))[0]

/** The caller's, of which it reads what no one else does. */
export const readOwn = async (db: Sql, caller: Caller, id: string): Promise<SubscriptionRow | undefined> =>
  caller.person === undefined ? (await readSubscriptions(db, sql`s.id = ${id}::uuid and s.client_id = ${caller.client}`))[0] : undefined

/** Whose subscriptions the caller sees. */
export const seen = (caller: Caller): RawBuilder<unknown> =>
  isNationalBody(caller) ? sql`true` : caller.person === undefined ? sql`s.client_id = ${caller.client}` : sql`false`
