import type { Writable } from '@nlc/contracts/define'
import type { Vacancy as ShownVacancy } from '@nlc/contracts/roles'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownVacancy>>

/** Vacancies as the API shows them. `v` is the vacancy. */
export async function readVacancies(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select v.id, v.version, v.network_id as "networkId", v.role_code as "roleCode", v.subject, v.holders, v.filled,
           v.minutes_per_week as "minutesPerWeek", v.description, v.first_day as "firstDay", v.last_day as "lastDay",
           v.closing_day as "closingDay", v.state, v.close_reason as "closeReason", v.opened_at as "openedAt", v.closed_at as "closedAt"
    from vacancy v ${rest}`.execute(db)
  return rows.map(withoutNulls) as Shown[]
}

/** After a command has written it. */
export async function readVacancy(db: Sql, id: string): Promise<Shown> {
  return (await readVacancies(db, sql`where v.id = ${id}`))[0]!
}
