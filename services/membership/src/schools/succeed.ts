import { SchoolSucceeded } from '@nlc/contracts/membership'
import type { Change, Sql } from '@nlc/runtime'
import { askForSignatureAfterSuccession } from '../agreements/ask-successor-to-sign.ts'
import { moveEmployments } from '../employments/move-employments.ts'
import { moveTerms } from '../governance-terms/move-terms.ts'
import { moveMemberships } from '../network-memberships/move-memberships.ts'
import { askForSharingAfterSuccession } from '../sharing-agreements/offer-sharing-to-successor.ts'
import { moveStaffMatches } from '../staff-matches/move-staff-matches.ts'
import { touchSchools } from './touch-schools.ts'

export interface Succeeds {
  readonly urn: string
  readonly successorUrn: string
  /** The first day of the one that carries on. */
  readonly firstDay: string
}

/**
 * What goes from the one school to the other, each defined beside what it moves. None of them says anything: the succession is one
 * event. Each holds where both schools had it already (a merger): it unites.
 */
const movesWithSuccession: readonly ((sql: Sql, succession: Succeeds) => Promise<void>)[] = [
  moveEmployments,
  moveTerms,
  moveMemberships,
  moveStaffMatches,
  // What one school signed does not bind the other: it is asked for anew, and said by the work that asks.
  askForSignatureAfterSuccession,
  askForSharingAfterSuccession,
]

/** One school carries another on, in this transaction, as one event. */
export async function succeed({ sql, emit }: Pick<Change<typeof SchoolSucceeded>, 'sql' | 'emit'>, succession: Succeeds): Promise<void> {
  for (const move of movesWithSuccession) await move(sql, succession)
  await touchSchools(sql, [succession.urn, succession.successorUrn])
  emit(SchoolSucceeded, succession)
}
