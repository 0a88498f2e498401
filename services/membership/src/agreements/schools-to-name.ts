import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export interface SchoolToName {
  readonly urn: string
  /** An agreement that leaves it out would say nothing of a school that founded the network or belongs to it for good. */
  readonly needed: boolean
  /** It refused the last version that named it. */
  readonly refused: boolean
}

/** The schools that an agreement of this network can name on a day: those that belong and those that are invited. */
export async function schoolsToName(db: Sql, networkId: string, day: string): Promise<SchoolToName[]> {
  const { rows } = await sql<SchoolToName>`
    select s.urn, (s.state = 'joined' and s.last_day is null) or (s.state = 'invited' and s.founding) as needed,
      coalesce((
        select p.answer = 'refused' from agreement_party p join agreement a on a.id = p.agreement_id
        where a.network_id = s.network_id and p.urn = s.urn and a.issued_at is not null order by a.number desc limit 1), false) as refused
    from network_school s
    where s.network_id = ${networkId} and (s.state = 'invited' or (s.state = 'joined' and coalesce(s.last_day, 'infinity') >= ${day}::date))
    order by s.urn`.execute(db)
  return rows
}
