import { AcknowledgeDuty, DutyAcknowledged, NoSuchDuty } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { isOwner } from '../standing.ts'
import { type DutyRow, dutyColumns, shownDuty } from './shown-duty.ts'

export const acknowledgeDuty = handle(AcknowledgeDuty, async ({ dutyId }, { sql: db, caller, now, emit, fail }) => {
  const { rows } = await sql<DutyRow>`
    select ${dutyColumns} from duty d where d.id = ${dutyId} and d.told_at is not null for update`.execute(db)
  const duty = rows[0] ?? fail(NoSuchDuty)
  if (!isOwner(caller, duty)) fail(NoSuchDuty)
  if (duty.acknowledgedAt) return shownDuty(duty)
  await sql`update duty set acknowledged_at = ${now.toISOString()}::timestamptz where id = ${dutyId}`.execute(db)
  emit(DutyAcknowledged, { dutyId: duty.id, clientId: duty.clientId, kind: duty.kind, acknowledgedAt: now })
  return shownDuty({ ...duty, acknowledgedAt: now })
})
