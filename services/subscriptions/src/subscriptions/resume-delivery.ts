import { DeliveryWasResumed, NotSuspended, ResumeDelivery } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { nudgeDoorsOf } from '../mailbox/nudge-doors.ts'
import { onlyNationalBody } from './only-national-body.ts'
import { everybody } from './suspend-delivery.ts'

export const resumeDelivery = handle(ResumeDelivery, async ({ clientId }, { sql: db, caller, emit, afterCommit, fail }) => {
  onlyNationalBody(caller)
  const scope = clientId ?? everybody
  const { rows } = await sql`delete from delivery_suspension where client_id = ${scope} returning client_id`.execute(db)
  if (rows.length === 0) fail(NotSuspended)
  emit(DeliveryWasResumed, { scope })
  await nudgeDoorsOf({ sql: db, afterCommit }, clientId)
})
