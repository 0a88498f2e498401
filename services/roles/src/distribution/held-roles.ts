import { type RawBuilder, sql } from 'kysely'

/** Of one network, of the networks of a programme, or of all. */
export interface Scope {
  readonly networkId?: string | undefined
  readonly programmeCode?: string | undefined
}

const trustKinds = sql`('multi-academy-trust', 'single-academy-trust')`

/**
 * A row for each appointment in force on each of the days: accepted, begun, not ended, not paused. With the trust to which its school
 * belongs on that day, or of whose team it is held; what the holder is there, or, in a network of people, is anywhere; and whether
 * the holder is a head anywhere.
 */
export const heldRoles = (days: readonly string[], { networkId, programmeCode }: Scope): RawBuilder<unknown> => sql`
  select d.day, p.network_id, p.person_id, p.urn, p.minutes_per_week, t.group_id as trust_id, coalesce(t.group_id::text, p.urn) as controller,
    case p.affiliation when 'governance' then 'governor' when 'partner' then 'partner' else coalesce(c.staff_category, 'unknown') end as category,
    exists (
      select from known_employment_place h
      where h.person_id = p.person_id and h.staff_category = 'head-teacher' and d.day between h.first_day and coalesce(h.last_day, 'infinity')) as is_head
  from unnest(${[...days]}::date[]) d (day)
  join appointment_period p on p.days @> d.day and p.confirmed and not p.paused
    ${networkId === undefined ? sql`` : sql`and p.network_id = ${networkId}::uuid`}
    ${programmeCode === undefined ? sql`` : sql`and p.network_id in (select id from known_network where programme_code = ${programmeCode})`}
  left join lateral (
    select g.group_id from known_group_school g
    where g.urn = p.urn and g.kind in ${trustKinds} and d.day between g.first_day and coalesce(g.last_day, 'infinity')
    union all
    select g.id from known_school_group g where g.id = p.group_id and g.kind in ${trustKinds}
    limit 1) t on true
  left join lateral (
    select e.staff_category from known_employment_place e
    where e.person_id = p.person_id and d.day between e.first_day and coalesce(e.last_day, 'infinity') and case
      when p.affiliation = 'network' then true
      when p.urn is not null then e.urn = p.urn or (e.urn is null and e.employer_reference = p.urn)
      when p.group_id is not null then e.urn is null and e.employer_reference = p.group_id::text
      else e.urn is null end
    order by e.staff_category = 'head-teacher' desc, e.fte desc, e.staff_category limit 1) c on true`
