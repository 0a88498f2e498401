import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { NeedsPerson, NoSuchStaffMatch, SignedThroughRecipient } from '@nlc/contracts/membership'
import type { Caller, Fail, Sql } from '@nlc/runtime'
import { isSignatoryOf } from '../standing.ts'
import { StaffMatch } from './staff-match.ts'

/**
 * By the school's signatory, and through other software than the one whose reference it is: which would link its own references to
 * whom it likes.
 */
export async function loadForSignatory(
  {
    em,
    sql: db,
    caller,
    today,
    fail,
  }: {
    em: EntityManager
    sql: Sql
    caller: Caller
    today: string
    fail: Fail<typeof NeedsPerson | typeof NoSuchStaffMatch | typeof SignedThroughRecipient>
  },
  matchId: string,
): Promise<StaffMatch> {
  if (caller.person === undefined) fail(NeedsPerson)
  const match = (await em.findOne(StaffMatch, { id: matchId }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? fail(NoSuchStaffMatch)
  if (!(await isSignatoryOf(db, caller, today, { urn: match.urn }))) fail(NoSuchStaffMatch)
  if (caller.client === match.clientId) fail(SignedThroughRecipient)
  return match
}
