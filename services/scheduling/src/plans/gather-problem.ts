/** What the planner is asked: a plan's demands, and what limits them as it is known now. */

import { plusDays } from '@nlc/known/day'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { hostedBefore } from '../activities/turn.ts'
import { atInLondon } from '../bookings/time-of-day.ts'
import { occasionsOf } from '../planner/occasions.ts'
import type { Demand, PlanningProblem } from '../planner/problem.ts'
import { readTravelRule } from '../travel/read-travel-rule.ts'
import type { CarriedOut } from './carried-out.ts'
import { startOf } from './check-demands.ts'
import { gatherPeople, type Holder, holdersOf } from './gather-people.ts'
import { type DaysOfNetwork, gatherSchools, weekdayNumbers } from './gather-schools.ts'
import type { Plan, PlanDemand } from './plan.ts'

/** What took place already of a plan that is replanned; what that plan itself has made is in nobody's way. */
export interface SoFar {
  readonly today: string
  readonly over: readonly string[]
  readonly carriedOut: CarriedOut | undefined
}

export async function gatherProblem(db: Sql, plan: Plan, { today, over, carriedOut }: SoFar): Promise<PlanningProblem> {
  const own = [...(carriedOut?.occasions.values() ?? [])].map(({ activity }) => activity.id)
  const of = { ...plan, own }
  const gathered: Gathered = { people: new Set(), holders: new Map(), expertise: new Map() }
  const demands: Demand[] = []
  for (const demand of plan.demands) demands.push(...(await gatherDemand(db, of, demand, gathered)))
  const { version: _, ...travel } = await readTravelRule(db)
  const people = await gatherPeople(db, of, gathered.people, gathered.holders, gathered.expertise)
  const notBefore = plusDays(today, 1)
  const without = occasionsOf({ schools: [], people, demands, pins: [], exclusions: [] }).flatMap(({ id, lastDay }) =>
    lastDay < notBefore && !over.includes(id) ? [id] : [],
  )
  return {
    travel,
    notBefore,
    without,
    schools: await gatherSchools(db, of),
    people,
    demands,
    pins: plan.pins.map(({ occasion, urn, day }) => ({
      occasion,
      ...(urn !== undefined && { host: urn }),
      ...(day !== undefined && { day }),
    })),
    exclusions: plan.exclusions.map(({ occasion, urn, day, personId }) => ({
      occasion,
      ...(urn !== undefined && { host: urn }),
      ...(day !== undefined && { day }),
      ...(personId !== undefined && { person: personId }),
    })),
  }
}

type PlanOf = Plan & DaysOfNetwork

interface Gathered {
  readonly people: Set<string>
  readonly holders: Map<string, Holder>
  readonly expertise: Map<string, string[]>
}

/** None where nobody takes part any more. */
async function gatherDemand(db: Sql, plan: PlanOf, demand: PlanDemand, gathered: Gathered): Promise<Demand[]> {
  const { name, kind, minutes, preferredWeekdays, periods = [] } = demand
  const common = {
    id: name,
    from: startOf(demand),
    minutes,
    ...(preferredWeekdays && { preferredWeekdays: weekdayNumbers(preferredWeekdays) }),
  }
  const known = async (ids: readonly string[]): Promise<string[]> => {
    const called = await nowCalled(db, ids)
    for (const id of called) gathered.people.add(id)
    return called
  }
  const startsAt = atInLondon(plan.firstDay, 0)
  switch (kind) {
    case 'meeting':
    case 'visit': {
      const people = demand.roleCode === undefined ? await known(demand.personIds!) : await holders(db, plan, demand.roleCode, gathered)
      if (people.length === 0) return []
      if (kind === 'visit')
        return [{ ...common, kind, people, periods, each: demand.each ?? 1, differentHosts: demand.differentHosts ?? true }]
      return [{ ...common, kind, people, periods, ...(await hostedBefore(db, { networkId: plan.networkId, kind, startsAt }, plan.own)) }]
    }
    case 'session': {
      const programmeId = demand.programmeId!
      const { urns, people } = await readProgramme(db, programmeId)
      for (const { personId, expertise } of demand.experts ?? [])
        for (const id of await known([personId])) gathered.expertise.set(id, [...(gathered.expertise.get(id) ?? []), expertise])
      const sessions = []
      for (const { leaderId, ...session } of demand.sessions!) {
        const [leader] = leaderId === undefined ? [] : await known([leaderId])
        sessions.push({ ...session, ...(leader !== undefined && { leader }) })
      }
      const hosted = await hostedBefore(db, { networkId: plan.networkId, kind, programmeId, startsAt }, plan.own)
      return [{ ...common, kind, urns, people: await known(people), sessions, ...hosted }]
    }
    case 'learning-walk': {
      const [lead] = await known([demand.leadId!])
      const candidates = await known(demand.candidateIds!)
      if (lead === undefined) return []
      const size = demand.size === 4 ? 4 : 3
      return periods.map((period, i) => ({ ...common, ...numbered(common.id, i, periods.length), ...period, kind, lead, candidates, size }))
    }
    case 'super-learning-day': {
      const candidates = await known(demand.candidateIds!)
      return periods.map((period, i) => ({
        ...common,
        ...numbered(common.id, i, periods.length),
        ...period,
        kind,
        candidates,
        pairs: demand.pairs!,
      }))
    }
  }
}

/** One of several is named by its place: `walk:2` has the one occasion `walk:2:1`. */
const numbered = (id: string, i: number, of: number) => (of === 1 ? {} : { id: `${id}:${i + 1}` })

async function holders(db: Sql, plan: PlanOf, roleCode: string, gathered: Gathered): Promise<string[]> {
  const all = await holdersOf(db, plan, roleCode)
  for (const holder of all) {
    gathered.people.add(holder.personId)
    if (!gathered.holders.has(holder.personId)) gathered.holders.set(holder.personId, holder)
  }
  return all.map(({ personId }) => personId)
}

/** Who was erased is left out. */
async function nowCalled(db: Sql, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct on (now_called(id)) now_called(id) as id from unnest(${[...ids]}::uuid[]) id where now_called(id) is not null`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

async function readProgramme(db: Sql, programmeId: string): Promise<{ urns: string[]; people: string[] }> {
  const { rows } = await sql<{ urns: string[]; people: string[] }>`
    select array(select s.urn from shared_programme_school s where s.programme_id = ${programmeId}::uuid order by s.urn) as urns,
      array(select p.person_id from shared_programme_participant p where p.programme_id = ${programmeId}::uuid order by p.person_id) as people`.execute(
    db,
  )
  return rows[0]!
}
