import { ListDistributionWarnings, NoSuchDistribution } from '@nlc/contracts/roles'
import { handle, idCursor, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { fewestAppointments, threshold } from './concentration.ts'
import { heldRoles } from './held-roles.ts'
import { readSchools } from './read-distribution.ts'
import { warningsOf } from './warnings.ts'

interface Row {
  networkId: string
  appointments: number
  heads: number
  urn: string | null
  schoolAppointments: number | null
  trustId: string | null
  trustAppointments: number | null
}

export const listDistributionWarnings = handle(
  ListDistributionWarnings,
  async ({ programmeCode, asAt, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    if (!isNationalBody(caller)) fail(NoSuchDistribution)
    const day = asAt ?? today
    const most = (key: 'urn' | 'trust_id') => sql`
      select distinct on (network_id) network_id, ${sql.ref(key)} as key, count(*)::int as n from held where ${sql.ref(key)} is not null
      group by network_id, ${sql.ref(key)} order by network_id, n desc, key`
    const { rows } = await sql<Row>`
      with held as materialized (${heldRoles([day], { programmeCode })}),
      school as (${most('urn')}), trust as (${most('trust_id')}),
      whole as (
        select network_id, count(*)::int as n, count(*) filter (where is_head)::int as heads from held
        where network_id > ${idCursor(after)}::uuid group by network_id having count(*) >= ${fewestAppointments})
      select w.network_id as "networkId", w.n as appointments, w.heads, s.key as urn, s.n as "schoolAppointments",
        t.key as "trustId", t.n as "trustAppointments"
      from whole w left join school s using (network_id) left join trust t using (network_id)
      where greatest(w.heads, s.n, t.n) > ${threshold}::float * w.n
      order by w.network_id limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ networkId }) => [networkId])
    const items = []
    for (const { networkId, appointments, heads, urn, schoolAppointments, trustId, trustAppointments } of page.items) {
      const { schoolsInNetwork, schoolsOfTrust } = await readSchools(db, { networkId }, day)
      const school = urn === null ? undefined : { urn, appointments: schoolAppointments! }
      const trust =
        trustId === null ? undefined : { groupId: trustId, appointments: trustAppointments!, schools: schoolsOfTrust.get(trustId) }
      items.push({ networkId, warnings: warningsOf({ appointments, heads, school, trust, schoolsInNetwork }) })
    }
    return { ...page, items }
  },
)
