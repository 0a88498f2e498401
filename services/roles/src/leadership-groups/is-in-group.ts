import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** Invited, or in it on the day or later. The group is held. */
export async function isInGroup(db: Sql, groupId: string, personId: string, day: string): Promise<boolean> {
  const { rows } = await sql`
    select from group_membership where group_id = ${groupId} and person_id = ${personId} and united_into is null
      and (state = 'invited' or state = 'joined' and coalesce(last_day, 'infinity') >= ${day}::date)`.execute(db)
  return rows.length > 0
}
