import { DeliveryWasSuspended, SuspendDelivery, SuspendedAlready } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { nudgeDoorsOf } from '../mailbox/nudge-doors.ts'
import { onlyNationalBody } from './only-national-body.ts'

/** In place of a client's id: all delivery. */
export const everybody = '*'

export const suspendDelivery = handle(SuspendDelivery, async ({ clientId, reason }, { sql: db, caller, now, emit, afterCommit, fail }) => {
  onlyNationalBody(caller)
  const scope = clientId ?? everybody
  const { rows } = await sql`
    insert into delivery_suspension (client_id, reason) values (${scope}, ${reason}) on conflict do nothing returning client_id`.execute(db)
  if (rows.length === 0) fail(SuspendedAlready)
  emit(DeliveryWasSuspended, { scope })
  await nudgeDoorsOf({ sql: db, afterCommit }, clientId)
  return { ...(clientId !== undefined && { clientId }), reason, suspendedAt: now }
})
