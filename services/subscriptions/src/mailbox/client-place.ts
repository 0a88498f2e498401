/** A place, as a client may see it: a school, or a trust for its own team and board. */
import type { SharingEndReason } from '@nlc/contracts/subscriptions'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'

export type EndReason = Static<typeof SharingEndReason>
export interface ClientPlace {
  readonly clientId: string
  readonly place: string
}
export type Opening = Pick<Change<never>, 'sql' | 'now' | 'today' | 'enqueue' | 'afterCommit'>

/** Whose agreement it is, and of which school of a trust it lets be seen. */
export async function sharingAt(
  db: Sql,
  { agreementId, place }: { readonly agreementId: string; readonly place: string },
): Promise<{ controller: { kind: 'school' | 'trust'; reference: string }; urn?: string }> {
  const { rows } = await sql<{
    controller: string
  }>`select place as controller from known_sharing where agreement_id = ${agreementId}`.execute(db)
  const reference = rows[0]?.controller ?? place
  return { controller: { kind: isUrn(reference) ? 'school' : 'trust', reference }, ...(isUrn(place) && { urn: place }) }
}

export const isUrn = (place: string): boolean => /^\d{6}$/.test(place)
