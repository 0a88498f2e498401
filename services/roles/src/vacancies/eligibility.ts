/** Whether somebody could hold a role of a network today: by a place at one of its schools, a partner or as one of its people. */
import { NotEligible, NotInNetwork } from '@nlc/contracts/roles'
import type { Caller, Fail, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Role } from '../role-definitions/read-roles.ts'
import { mayManageNetwork, maySignFor } from '../standing.ts'

export interface Place {
  readonly urn: string | null
  readonly groupId: string | null
  /** Null as one of a professional network's people: then any role that is open to all is. */
  readonly staffCategory: string | null
}

export async function placesWith(db: Sql, networkId: string, personId: string, day: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select urn, group_id as "groupId", staff_category as "staffCategory"
    from affiliations_with(${networkId}::uuid, ${personId}::uuid, ${day}::date)`.execute(db)
  return rows
}

export const isOpenTo = ({ eligibleCategories }: Role, places: readonly Place[]): boolean =>
  eligibleCategories === undefined ||
  places.some(({ staffCategory }) => staffCategory !== null && (eligibleCategories as readonly string[]).includes(staffCategory))

export function requireEligible(fail: Fail<typeof NotEligible>, roles: readonly Role[], places: readonly Place[]): void {
  for (const role of roles) {
    if (!isOpenTo(role, places)) fail(NotEligible, { eligibleCategories: [...(role.eligibleCategories ?? [])] as never })
  }
}

export async function requireInNetwork(
  db: Sql,
  fail: Fail<typeof NotInNetwork>,
  networkId: string,
  personId: string,
  today: string,
): Promise<Place[]> {
  const places = await placesWith(db, networkId, personId, today)
  if (places.length === 0) fail(NotInNetwork, { day: today })
  return places
}

/** A co-leader of the network, or a signatory of a place through which the person could hold a role. */
export async function mayNominate(db: Sql, caller: Caller, today: string, networkId: string, places: readonly Place[]): Promise<boolean> {
  if (await mayManageNetwork(db, caller, today, networkId)) return true
  for (const { urn, groupId } of places) {
    if (urn !== null && (await maySignFor(db, caller, today, { urn }))) return true
    if (groupId !== null && (await maySignFor(db, caller, today, { groupId }))) return true
  }
  return false
}
