import { GetStaffReturn, NoSuchStaffReturn } from '@nlc/contracts/membership'
import { type Caller, handle, isNationalBody } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayKeep } from '../standing.ts'
import { type StaffReturn, shownReturn } from './staff-return.ts'

/** Outcomes name people by the references of one client's MIS: another client has no business with them. */
export const mayReadReturn = (caller: Caller, clientId: string): boolean =>
  isNationalBody(caller) || caller.person !== undefined || caller.client === clientId

export const getStaffReturn = handle(GetStaffReturn, async ({ urn, returnId }, { sql: db, caller, today, fail }) => {
  const { rows } = await sql<StaffReturn>`
    select id, urn, client_id as "clientId", mode, state, extracted_at as "extractedAt", received_at as "receivedAt", counts, outcomes, absent
    from staff_return where id = ${returnId}::uuid and urn = ${urn}`.execute(db)
  const staffReturn = rows[0] ?? fail(NoSuchStaffReturn)
  if (!mayReadReturn(caller, staffReturn.clientId) || !(await mayKeep(db, caller, today, { urn }))) fail(NoSuchStaffReturn)
  return shownReturn(staffReturn)
})
