import { ListDeliverySuspensions } from '@nlc/contracts/subscriptions'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { onlyNationalBody } from './only-national-body.ts'
import { everybody } from './suspend-delivery.ts'

export const listDeliverySuspensions = handle(ListDeliverySuspensions, async ({ after, limit = 50 }, { sql: db, caller }) => {
  onlyNationalBody(caller)
  const [from] = decodeCursor(after, 1) ?? []
  const { rows } = await sql<{ scope: string; reason: string; suspendedAt: Date }>`
    select client_id as scope, reason, suspended_at as "suspendedAt" from delivery_suspension
    where ${from ?? null}::text is null or client_id > ${from ?? null} order by client_id limit ${limit + 1}`.execute(db)
  const { items, next } = pageFrom(rows, limit, ({ scope }) => [scope])
  return { items: items.map(({ scope, ...rest }) => ({ ...rest, ...(scope !== everybody && { clientId: scope }) })), ...(next && { next }) }
})
