/** Who may see and do what in scheduling: by what schools share of activities. */
import { holds, nowCalled, type Predicate, standing } from '@nlc/known/standing'
import type { Caller, Sql } from '@nlc/runtime'
import { type Expression, sql } from 'kysely'

type Operand = string | Expression<unknown>

export { holds, type Predicate, resolvePerson } from '@nlc/known/standing'
export const { actingPerson, isHolder, mayManageNetwork, maySignFor, seesNetwork, seesPerson } = standing('activities')
const { actsRightly, seesHeld } = standing('activities')

/** Who asks, and when: of what a handler is given. */
export interface Asked {
  readonly sql: Sql
  readonly caller: Caller
  readonly today: string
}

/** By a place of theirs, or as a co-leader, the person belongs to the network on the day: values, or columns. */
export const belongsTo = (networkId: Operand, personId: Operand, day: Operand): Predicate =>
  sql`(exists (select from affiliations_with(${networkId}::uuid, ${personId}::uuid, ${day}::date)) or co_leads(${personId}::uuid, ${networkId}::uuid, ${day}::date))`

/** The person is employed at the school on the day. */
export const worksAt = (personId: string, urn: string, day: string): Predicate =>
  sql`exists (select from known_employment_place e
    where e.person_id = ${personId}::uuid and e.urn = ${urn} and ${day}::date between e.first_day and coalesce(e.last_day, 'infinity'))`

/**
 * A booking `b` of an activity `a`: as what somebody holds through the school from which they come; and, for whoever signs for it, what
 * the school hosts.
 */
export function seesBooking(caller: Caller, today: string): Predicate {
  const held = { personId: sql.ref('b.person_id'), networkId: sql.ref('a.network_id'), urn: sql.ref('b.home_urn'), groupId: null }
  const asHolder = seesHeld(caller, held, today)
  return caller.person === undefined
    ? asHolder
    : sql`(${asHolder} or ${actsRightly(caller, today)} and signs_for_school(${nowCalled(caller.person)}, a.urn, ${today}::date))`
}

/** A guest's name: for the national body, who co-leads the network, and who signs for the school that hosts. */
export const seesGuest = (caller: Caller, today: string): Predicate =>
  caller.person === undefined
    ? sql`${caller.kind === 'national-body'}::boolean`
    : sql`(${actsRightly(caller, today)} and (co_leads(${nowCalled(caller.person)}, a.network_id, ${today}::date)
        or signs_for_school(${nowCalled(caller.person)}, a.urn, ${today}::date)))`

/** The caller acts for one of the co-ordinators of a programme that schools run together. */
export async function coordinates(db: Sql, caller: Caller, today: string, programmeId: string): Promise<boolean> {
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined) return false
  return holds(
    db,
    sql`exists (select from shared_programme p, unnest(p.coordinators) c where p.id = ${programmeId}::uuid and now_called(c) = ${personId}::uuid)`,
  )
}
