import type { OutputOf } from '@nlc/contracts/define'
import { type GetNetworkDistribution, mostListed } from '@nlc/contracts/roles'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { concentration, counted, proportionOf } from './concentration.ts'
import { heldRoles, type Scope } from './held-roles.ts'
import { warningsOf } from './warnings.ts'

type Distribution = OutputOf<typeof GetNetworkDistribution>
type Category = Distribution['byCategory'][number]['staffCategory']

interface Row {
  by: 'all' | 'school' | 'trust' | 'controller' | 'category' | 'heads'
  urn: string | null
  trustId: string | null
  controller: string | null
  category: Category | null
  isHead: boolean | null
  appointments: number
  people: number
  minutesPerWeek: number
}

export async function readDistribution(db: Sql, scope: Scope, day: string): Promise<Distribution> {
  const { rows } = await sql<Row>`
    with held as (${heldRoles([day], scope)})
    select case grouping(urn, trust_id, controller, category, is_head)
        when 31 then 'all' when 15 then 'school' when 23 then 'trust' when 27 then 'controller' when 29 then 'category' else 'heads' end as by,
      urn, trust_id as "trustId", controller, category, is_head as "isHead",
      count(*)::int as appointments, count(distinct person_id)::int as people, coalesce(sum(minutes_per_week), 0)::int as "minutesPerWeek"
    from held group by grouping sets ((), (urn), (trust_id), (controller), (category), (is_head))
    order by appointments desc, urn, trust_id, category`.execute(db)
  const { schoolsInNetwork, schoolsOfTrust } = await readSchools(db, scope, day)

  const all = rows.find(({ by }) => by === 'all')!
  const shareOf = ({ appointments, people, minutesPerWeek }: Pick<Row, 'appointments' | 'people' | 'minutesPerWeek'>) => ({
    appointments,
    people,
    minutesPerWeek,
    proportion: proportionOf(appointments, all.appointments),
  })
  const nobody = { appointments: 0, people: 0, minutesPerWeek: 0 }
  const schools = rows.filter(({ by, urn }) => by === 'school' && urn !== null)
  const trusts = rows.filter(({ by, trustId }) => by === 'trust' && trustId !== null)
  const controllers = rows.filter(({ by, controller }) => by === 'controller' && controller !== null)
  const categories = rows.filter(({ by }) => by === 'category')
  const heads = rows.find(({ by, isHead }) => by === 'heads' && isHead) ?? nobody
  const without = (by: 'school' | 'trust', key: 'urn' | 'trustId') =>
    rows.find((row) => row.by === by && row[key] === null)?.appointments ?? 0
  const [school, trust] = [schools[0], trusts[0]]
  return {
    asAt: day,
    networkId: scope.networkId,
    appointments: all.appointments,
    people: all.people,
    minutesPerWeek: all.minutesPerWeek,
    schoolsInNetwork,
    bySchool: schools.slice(0, mostListed).map((row) => ({ urn: row.urn!, ...shareOf(row) })),
    byTrust: trusts.slice(0, mostListed).map((row) => ({ groupId: row.trustId!, ...shareOf(row) })),
    byCategory: categories.map((row) => ({ staffCategory: row.category!, ...shareOf(row) })),
    heads: shareOf(heads),
    earlyCareer: shareOf(categories.find(({ category }) => category === 'early-career-teacher') ?? nobody),
    others: {
      schools: Math.max(0, schools.length - mostListed),
      trusts: Math.max(0, trusts.length - mostListed),
      withoutSchool: without('school', 'urn'),
      withoutTrust: without('trust', 'trustId'),
    },
    schools: concentration(counted(schools.map(({ appointments }) => appointments))),
    trusts: concentration(counted(controllers.map(({ appointments }) => appointments))),
    warnings: warningsOf({
      appointments: all.appointments,
      heads: heads.appointments,
      school: school && { urn: school.urn!, appointments: school.appointments },
      trust: trust && { groupId: trust.trustId!, appointments: trust.appointments, schools: schoolsOfTrust.get(trust.trustId!) },
      schoolsInNetwork,
    }),
  }
}

/** Of one network: how many schools belong to it on the day, and how many of them to which trust. */
export async function readSchools(
  db: Sql,
  { networkId }: Scope,
  day: string,
): Promise<{ schoolsInNetwork: number | undefined; schoolsOfTrust: ReadonlyMap<string, number> }> {
  if (networkId === undefined) return { schoolsInNetwork: undefined, schoolsOfTrust: new Map() }
  const { rows } = await sql<{ trustId: string | null; schools: number }>`
    select trust_of(s.urn, ${day}::date) as "trustId", count(*)::int as schools from (
      select distinct urn from known_network_school n
      where n.network_id = ${networkId}::uuid and ${day}::date between n.first_day and coalesce(n.last_day, 'infinity')) s
    group by 1`.execute(db)
  return {
    schoolsInNetwork: rows.reduce((sum, { schools }) => sum + schools, 0),
    schoolsOfTrust: new Map(rows.flatMap(({ trustId, schools }) => (trustId === null ? [] : [[trustId, schools] as const]))),
  }
}
