import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesHeld } from '../standing.ts'

/** Through what it is held today, or was last, decides through whom it is seen. For the `where` of a query of `appointment a`. */
export const seesAccountOf = (caller: Caller, today: string) => sql<boolean>`(a.was_confirmed and exists (
  select from (
    select (p ->> 'urn') as urn, (p ->> 'groupId')::uuid as group_id
    from jsonb_array_elements(a.periods) p
    order by coalesce(p ->> 'lastDay', '9999-12-31') >= ${today} desc,
      case when coalesce(p ->> 'lastDay', '9999-12-31') >= ${today} then p ->> 'firstDay' end, p ->> 'firstDay' desc
    limit 1) h
  where ${seesHeld(caller, { personId: sql.ref('a.person_id'), networkId: sql.ref('a.network_id'), urn: sql.ref('h.urn'), groupId: sql.ref('h.group_id') }, today)}))`

/** The accepted appointment is in the caller's view. */
export async function seesAccount(db: Sql, caller: Caller, today: string, appointmentId: string): Promise<boolean> {
  const { rows } = await sql`select from appointment a where a.id = ${appointmentId}::uuid and ${seesAccountOf(caller, today)}`.execute(db)
  return rows.length > 0
}
