import { ListCoLeaders, NoSuchNetwork } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesPerson } from '../standing.ts'
import { asKnown } from './as-known.ts'
import { managesNetwork } from './manages-network.ts'
import { readCoLeaders, readVacancies } from './read-co-leaders.ts'

export const listCoLeaders = handle(ListCoLeaders, async ({ networkId, asAt, asKnownAt }, { sql: db, caller, today, fail }) => {
  const { rows } = await sql`select from network where id = ${networkId}`.execute(db)
  if (rows.length === 0) fail(NoSuchNetwork)
  const day = asAt ?? today
  const all = await managesNetwork(db, caller, today, networkId)
  const items = await readCoLeaders(
    db,
    asKnown('network_co_leader', asKnownAt),
    sql`cl.network_id = ${networkId} and ${day}::date between cl.first_day and coalesce(cl.last_day, 'infinity')
      and ${all ? sql`true` : seesPerson(caller, sql.ref('cl.person_id'), today)}`,
  )
  return { items, vacancies: all ? await readVacancies(db, sql`and v.network_id = ${networkId} order by v.replace_by, v.id`) : [] }
})
