/** Who sees a sharing agreement, and who decides for its controller. `a` is the agreement. */
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { schoolsSignedBy } from '../networks/schools-signed-by.ts'
import { actingPerson, isSignatoryOf } from '../standing.ts'
import type { SharingAgreement } from './sharing-agreement.ts'

type Controlled = Pick<SharingAgreement, 'clientId' | 'urn' | 'groupId'>

/** Whoever signs for the school or trust today. */
export const signsFor = (db: Sql, caller: Caller, today: string, { urn, groupId }: Controlled): Promise<boolean> =>
  isSignatoryOf(db, caller, today, urn != null ? { urn } : { groupId: groupId! })

/** The recipient must not learn of it, so it is done through other software than the recipient's, whomever that acts for. */
export const mayLeaveOut = async (db: Sql, caller: Caller, today: string, agreement: Controlled): Promise<boolean> =>
  isNationalBody(caller) || (caller.client !== agreement.clientId && (await signsFor(db, caller, today, agreement)))

/** The recipient, who signs for the controller, and the national body. */
export async function maySee(db: Sql, caller: Caller, today: string): Promise<RawBuilder<boolean>> {
  if (isNationalBody(caller)) return sql`true`
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined) return sql`a.client_id = ${caller.client}`
  return sql`(
    a.client_id = ${caller.client} or a.urn = any(${await schoolsSignedBy(db, personId, today)}::text[])
    or (a.group_id is not null and exists (select from group_signatories(a.group_id, ${today}::date) s where s.person_id = ${personId})))`
}
