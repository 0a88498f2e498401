import { type RawBuilder, sql } from 'kysely'

export interface Selection {
  readonly networkId?: string | undefined
  readonly roleCode?: string | undefined
  readonly urn?: string | undefined
  readonly appointmentIds?: readonly string[] | undefined
}

/** Those that were named, in that order, whether there are such or not. */
const named = (ids: readonly string[]) => sql`select n.id::uuid as id, n.ord from unnest(${[...ids]}::text[]) with ordinality n (id, ord)`

/**
 * Those that meet what was said; or all that were named: of each it is said what came of it. Co-leaders follow the co-leaders of
 * their network: they are selected by name alone.
 * @param period a condition on `p`, the period with which an appointment ends.
 */
export function selectedAppointments(
  { networkId, roleCode, urn, appointmentIds }: Selection,
  period: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (appointmentIds !== undefined) return named(appointmentIds)
  return sql`
    select a.id, 0::bigint as ord from appointment_period p join appointment a on a.id = p.appointment_id
    where p.confirmed and a.co_leader_id is null and (${period})
      and not exists (
        select from appointment_period q where q.appointment_id = a.id and lower(q.days) > lower(p.days))
      ${networkId === undefined ? sql`` : sql`and p.network_id = ${networkId}::uuid`}
      ${roleCode === undefined ? sql`` : sql`and p.role_code = ${roleCode}`}
      ${urn === undefined ? sql`` : sql`and p.urn = ${urn}`}`
}
