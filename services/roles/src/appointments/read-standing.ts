import type { Succession } from '@nlc/known'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Appointment, EndReason } from './appointment.ts'
import type { AffiliationSpan, Span, Standing } from './limit.ts'

/** Why a co-leadership ended → why the appointment did. */
const endedAs: Readonly<Record<string, EndReason>> = {
  'stepped-down': 'stepped-down',
  replaced: 'completed',
  'left-school': 'left-school',
  'school-left-network': 'school-left-network',
  'network-dissolved': 'network-dissolved',
  'merged-duplicate': 'merged-duplicate',
}

type Of<T> = (appointment: Appointment) => T

/** What each of these appointments stands on, as far as it is known now. */
export async function readStanding(db: Sql, appointments: readonly Appointment[]): Promise<Of<Standing>> {
  const people = [...new Set(appointments.map(({ personId }) => personId))]
  const networks = [...new Set(appointments.map(({ networkId }) => networkId))]
  const named = [...new Set(appointments.flatMap(({ intended }) => intended.flatMap(({ urn }) => urn ?? [])))]
  const coLeaders = appointments.flatMap(({ coLeaderId }) => coLeaderId ?? [])
  const span = sql`first_day as "firstDay", last_day as "lastDay"`

  const { rows: successions } = await sql<Succession>`
    with recursive chain as (
      select urn, successor_urn, first_day from known_succession where urn = any (${named}::text[])
      union select n.urn, n.successor_urn, n.first_day from chain c join known_succession n on n.urn = c.successor_urn and n.first_day >= c.first_day)
    select urn, successor_urn as "successorUrn", first_day as "firstDay" from chain order by first_day, urn`.execute(db)
  const urns = [...named, ...successions.map(({ successorUrn }) => successorUrn)]
  const { rows: known } = await sql<{ id: string; kind: Standing['networkKind']; dissolvedOn: string | null }>`
    select id, kind, dissolved_on as "dissolvedOn" from known_network where id = any (${networks}::uuid[])`.execute(db)
  const { rows: affiliations } = await sql<AffiliationSpan & { personId: string }>`
    select person_id as "personId", affiliation, place, ${span} from affiliation_span where person_id = any (${people}::uuid[])`.execute(db)
  const { rows: schools } = await sql<Span & { networkId: string; urn: string }>`
    select n.network_id as "networkId", n.urn, n.first_day as "firstDay", least(n.last_day, e.last_day) as "lastDay"
    from known_network_school n left join ended_school e on e.urn = n.urn
    where n.network_id = any (${networks}::uuid[]) and n.urn = any (${urns}::text[])`.execute(db)
  const { rows: memberships } = await sql<Span & { networkId: string; personId: string }>`
    select network_id as "networkId", person_id as "personId", ${span} from known_network_person
    where network_id = any (${networks}::uuid[]) and person_id = any (${people}::uuid[])
    union all
    select network_id, person_id, first_day, last_day from known_co_leader
    where network_id = any (${networks}::uuid[]) and person_id = any (${people}::uuid[])`.execute(db)
  const { rows: coLeaderships } = await sql<{ id: string; lastDay: string | null; reason: string | null }>`
    select distinct on (co_leader_id) co_leader_id as id, last_day as "lastDay", reason from known_co_leader
    where co_leader_id = any (${coLeaders}::uuid[]) order by co_leader_id, first_day desc`.execute(db)

  const networkOf = new Map(known.map((network) => [network.id, network]))
  const affiliationsOf = Map.groupBy(affiliations, ({ personId }) => personId)
  const schoolsOf = Map.groupBy(schools, ({ networkId }) => networkId)
  const membershipsOf = Map.groupBy(memberships, ({ networkId, personId }) => `${networkId} ${personId}`)
  const coLeadershipOf = new Map(coLeaderships.map((one) => [one.id, one]))
  return ({ personId, networkId, coLeaderId }) => {
    const network = networkOf.get(networkId)
    const coLeadership = coLeaderId === null ? undefined : coLeadershipOf.get(coLeaderId)
    return {
      networkKind: network?.kind ?? 'school-network',
      dissolvedOn: network?.dissolvedOn ?? null,
      affiliations: affiliationsOf.get(personId) ?? [],
      schools: schoolsOf.get(networkId) ?? [],
      memberships: membershipsOf.get(`${networkId} ${personId}`) ?? [],
      successions,
      coLeadership: coLeadership ? { lastDay: coLeadership.lastDay, reason: endedAs[coLeadership.reason ?? ''] ?? 'completed' } : null,
    }
  }
}
