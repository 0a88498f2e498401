import { DeliverySuspended, NoSuchSnapshot, ReadSnapshot } from '@nlc/contracts/subscriptions'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { type AppointmentData, stateOn } from '../mailbox/visible-appointment.ts'
import { ownSnapshot } from './own-snapshot.ts'

export const readSnapshot = handle(ReadSnapshot, async ({ snapshotId, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const { id, suspended } = (await ownSnapshot(db, caller, snapshotId)) ?? fail(NoSuchSnapshot)
  if (suspended) fail(DeliverySuspended)
  const [from] = decodeCursor(after, 1) ?? []
  const { rows } = await sql<{ data: AppointmentData }>`
    select data from snapshot_appointment
    where snapshot_id = ${id} and (${from ?? null}::uuid is null or appointment_id > ${from ?? null}::uuid)
    order by appointment_id limit ${limit + 1}`.execute(db)
  const shown = rows.map(({ data }) => ({ ...data, state: stateOn(data.periods, today) }))
  return pageFrom(shown, limit, (appointment) => [appointment.id])
})
