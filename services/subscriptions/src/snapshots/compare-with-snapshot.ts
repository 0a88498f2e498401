import { CompareWithSnapshot, DeliverySuspended, NoSuchSnapshot } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { ownSnapshot } from './own-snapshot.ts'

export const compareWithSnapshot = handle(CompareWithSnapshot, async ({ snapshotId, appointmentIds }, { sql: db, caller, fail }) => {
  const { id, suspended } = (await ownSnapshot(db, caller, snapshotId)) ?? fail(NoSuchSnapshot)
  if (suspended) fail(DeliverySuspended)
  const { rows } = await sql<{ id: string }>`
    select distinct h.id from unnest(${[...appointmentIds]}::uuid[]) h(id)
    where not exists (select from snapshot_appointment a where a.snapshot_id = ${id} and a.appointment_id = h.id) order by 1`.execute(db)
  return { gone: rows.map((row) => row.id) }
})
