import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** URNs of the schools that belong to a network on a day; those invited too while they are what it is forming from. */
export async function schoolsOfNetwork(db: Sql, networkId: string, day: string): Promise<string[]> {
  const { rows } = await sql<{ urn: string }>`
    select s.urn from network_school s join network n on n.id = s.network_id
    where s.network_id = ${networkId} and (
      (s.state = 'joined' and ${day}::date between s.first_day and coalesce(s.last_day, 'infinity'))
      or (s.state = 'invited' and n.active_from is null))
    order by s.urn`.execute(db)
  return rows.map(({ urn }) => urn)
}
