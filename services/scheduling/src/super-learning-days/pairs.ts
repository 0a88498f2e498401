import type { Pair as Shown } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'

export type Pair = Static<typeof Shown>

/** In the order in which they were named; of those who gave up their place, too. */
export async function readPairs(db: Sql, activityId: string): Promise<Pair[]> {
  const member = (alias: string) =>
    sql`jsonb_build_object('bookingId', ${sql.ref(`${alias}.id`)}, 'personId', ${sql.ref(`${alias}.person_id`)},
      'homeUrn', ${sql.ref(`${alias}.home_urn`)}, 'state', ${sql.ref(`${alias}.state`)})`
  const { rows } = await sql<Pair>`
    select p.id, p.activity_id as "activityId", jsonb_build_array(${member('f')}, ${member('s')}) as members,
      f.state in ('accepted', 'attended') and s.state in ('accepted', 'attended') as stands
    from teaching_pair p join booking f on f.id = p.first join booking s on s.id = p.second
    where p.activity_id = ${activityId}::uuid order by p.id`.execute(db)
  return rows
}
