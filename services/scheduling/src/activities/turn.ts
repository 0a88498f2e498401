import { NotInTurn } from '@nlc/contracts/scheduling'
import { dayInLondon, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Hindrance, hindrance } from '../hindrance.ts'
import type { Planned } from './planned.ts'
import { dueAt, type Hosting, type TurnTaker, timesHosted } from './turns.ts'

/** Whether it is this school's turn to host it. */
export async function whatHindersTurn(db: Sql, planned: Planned, urn: string): Promise<Hindrance<typeof NotInTurn> | undefined> {
  const { takers, hostings } = await readTurns(db, planned, planned.id === undefined ? [] : [planned.id])
  const due = dueAt(takers, hostings, planned.startsAt)
  return due.includes(urn) ? undefined : hindrance(NotInTurn, { urn, due })
}

/** How often each has hosted, as turns count it, and who did last before that time; but for these activities. */
export async function hostedBefore(
  db: Sql,
  planned: Turn,
  except: readonly string[],
): Promise<{ hosted: Record<string, number>; lastHost?: string }> {
  const { takers, hostings } = await readTurns(db, planned, except)
  const last = hostings.toSorted((a, b) => +a.at - +b.at).findLast(({ at }) => at <= planned.startsAt)
  return { hosted: Object.fromEntries(timesHosted(takers, hostings)), ...(last && { lastHost: last.urn }) }
}

type Turn = Pick<Planned, 'networkId' | 'kind' | 'programmeId' | 'startsAt'>

async function readTurns(db: Sql, planned: Turn, except: readonly string[]): Promise<{ takers: TurnTaker[]; hostings: Hosting[] }> {
  const { networkId, kind, programmeId } = planned
  const takers = programmeId === undefined ? await schoolsOf(db, planned) : await schoolsOfProgramme(db, programmeId)
  const among =
    programmeId === undefined
      ? sql`a.network_id = ${networkId}::uuid and a.kind = ${kind} and a.programme_id is null`
      : ofProgrammes(programmeId)
  const { rows } = await sql<Hosting>`
    select a.urn, a.starts_at as at from activity a
    where ${among} and a.in_turn and a.state <> 'cancelled' and a.id <> all (${[...except]}::uuid[])`.execute(db)
  return { takers, hostings: rows }
}

/** With those that it carries on. */
const ofProgrammes = (programmeId: string) => sql`a.programme_id in (
  with recursive chain (id, continues) as (
    select id, continues from shared_programme where id = ${programmeId}::uuid
    union select p.id, p.continues from shared_programme p join chain c on p.id = c.continues
  ) select id from chain)`

async function schoolsOfProgramme(db: Sql, programmeId: string): Promise<TurnTaker[]> {
  const { rows } = await sql<TurnTaker>`
    select urn, since from shared_programme_school where programme_id = ${programmeId}::uuid order by since, urn`.execute(db)
  return rows
}

/** The network's schools on that day: those that offer to host such a thing then, or, where none does, all of them. */
async function schoolsOf(db: Sql, { networkId, kind, startsAt }: Turn): Promise<TurnTaker[]> {
  const day = dayInLondon(startsAt)
  const { rows } = await sql<TurnTaker & { offers: boolean }>`
    select n.urn, min(n.first_day)::timestamp at time zone 'Europe/London' as since, exists (
      select from host_offer o
      where o.urn = n.urn and o.network_id = n.network_id and o.end_reason is null and ${kind} = any (o.activities)
        and ${day}::date between o.first_day and o.last_day) as offers
    from known_network_school n
    where n.network_id = ${networkId}::uuid
      and exists (
        select from known_network_school m
        where m.network_id = n.network_id and m.urn = n.urn and ${day}::date between m.first_day and coalesce(m.last_day, 'infinity'))
    group by n.network_id, n.urn order by 2, 1`.execute(db)
  const offering = rows.filter(({ offers }) => offers)
  return offering.length > 0 ? offering : rows
}
