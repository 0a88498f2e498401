/** A place, as a client may see it: a school, or a trust for its own team and board; and, apart from it, the cover that visits need at a school. */
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
): Promise<{ controller: { kind: 'school' | 'trust'; reference: string }; urn?: string; dataClass: 'roles' | 'cover' }> {
  const { rows } = await sql<{
    controller: string
  }>`select place as controller from known_sharing where agreement_id = ${agreementId}`.execute(db)
  const reference = rows[0]?.controller ?? place
  const school = schoolAt(place)
  return {
    controller: { kind: isUrn(reference) ? 'school' : 'trust', reference },
    ...(isUrn(school) && { urn: school }),
    dataClass: isCover(place) ? 'cover' : 'roles',
  }
}

export const coverBehind = '/cover'
/** What visits need cover for at that school. */
export const coverAt = (urn: string): string => `${urn}${coverBehind}`
export const isCover = (place: string): boolean => place.endsWith(coverBehind)
/** The school or trust that it is at. */
export const schoolAt = (place: string): string => (isCover(place) ? place.slice(0, -coverBehind.length) : place)

export const isUrn = (place: string): boolean => /^\d{6}$/.test(place)
