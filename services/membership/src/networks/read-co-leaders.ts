import type { CoLeader as ShownCoLeader, CoLeaderVacancy as ShownVacancy } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

/** `cl` is the co-leader, of `source`. */
export async function readCoLeaders(
  db: Sql,
  source: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): Promise<Static<typeof ShownCoLeader>[]> {
  const { rows } = await sql<Static<typeof ShownCoLeader>>`
    select cl.id, cl.person_id as "personId", cl.urn, cl.first_day as "firstDay", cl.last_day as "lastDay", cl.reason
    from ${source} cl where ${where} order by cl.first_day, cl.id`.execute(db)
  return rows.map(withoutNulls)
}

/** Vacancies that are not closed; `v` is the vacancy. */
export async function readVacancies(db: Sql, rest: RawBuilder<unknown>): Promise<Static<typeof ShownVacancy>[]> {
  const { rows } = await sql<Static<typeof ShownVacancy>>`
    select v.id, v.network_id as "networkId", cl.person_id as "personId", cl.urn, cl.reason, v.since_day as "sinceDay", v.replace_by as "replaceBy"
    from co_leader_vacancy v join network_co_leader cl on cl.id = v.co_leader_id where v.closed_at is null ${rest}`.execute(db)
  return rows.map(withoutNulls)
}
