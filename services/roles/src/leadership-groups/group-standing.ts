/** Who may do what with a leadership group (docs/rules.md, Leadership groups). */
import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, holds, mayManageNetwork, seesNetwork } from '../standing.ts'

interface Asked {
  readonly sql: Sql
  readonly caller: Caller
  readonly today: string
}

/** By what a person may be in a group of a network's on a day: staff come before governors, who are both. */
export async function groundAt(
  db: Sql,
  networkId: string,
  personId: string,
  urn: string,
  day: string,
): Promise<'staff' | 'governor' | undefined> {
  const { rows } = await sql<{ affiliation: string }>`
    select affiliation from affiliations_with(${networkId}::uuid, ${personId}::uuid, ${day}::date)
    where urn = ${urn} and affiliation in ('employment', 'governance') order by affiliation limit 1`.execute(db)
  const [ground] = rows
  return ground && (ground.affiliation === 'employment' ? 'staff' : 'governor')
}

/** The person for whom the client acts leads the group today. */
async function leads({ sql: db, today }: Asked, acting: string | undefined, groupId: string): Promise<boolean> {
  if (acting === undefined) return false
  const { rows } = await sql`
    select from group_membership where group_id = ${groupId}::uuid and person_id = ${acting} and leads and state = 'joined' and united_into is null
      and ${today}::date between first_day and coalesce(last_day, 'infinity')`.execute(db)
  return rows.length > 0
}

/** Whoever leads it, a co-leader of its network, the national body. */
export async function runsGroup(asked: Asked, group: { id: string; networkId: string }): Promise<boolean> {
  const { sql: db, caller, today } = asked
  if (await mayManageNetwork(db, caller, today, group.networkId)) return true
  return leads(asked, await actingPerson(db, caller, today), group.id)
}

export const seesGroup = ({ sql: db, caller, today }: Asked, { networkId }: { networkId: string }): Promise<boolean> =>
  holds(db, seesNetwork(caller, networkId, today))

/** Whoever runs it, and who is in it. */
export async function seesAllMembers(asked: Asked, group: { id: string; networkId: string }): Promise<boolean> {
  if (await runsGroup(asked, group)) return true
  const acting = await actingPerson(asked.sql, asked.caller, asked.today)
  if (acting === undefined) return false
  const { rows } = await sql`
    select from group_membership where group_id = ${group.id}::uuid and person_id = ${acting} and state = 'joined' and united_into is null
      and ${asked.today}::date between first_day and coalesce(last_day, 'infinity')`.execute(asked.sql)
  return rows.length > 0
}
