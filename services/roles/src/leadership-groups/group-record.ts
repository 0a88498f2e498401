/** Leadership groups and who is in them, between the database and the rules. */
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'

export interface Group {
  readonly id: string
  readonly version: number
  readonly networkId: string
  readonly name: string
  readonly focus: string
  readonly learningLevel: 'pupil' | 'adult' | 'leadership' | 'school-wide' | 'school-to-school' | 'network-to-network'
  readonly outcomesForPupils: string
  readonly firstDay: string
  readonly lastDay: string | null
  readonly members: number
  readonly schools: number
}

export type LeavingReason = 'at-own-wish' | 'taken-out' | 'left-school' | 'school-left-network' | 'group-closed' | 'merged-duplicate'

export interface Membership {
  readonly id: string
  readonly version: number
  readonly groupId: string
  readonly networkId: string
  readonly personId: string
  readonly urn: string
  readonly governor: boolean
  readonly state: 'invited' | 'declined' | 'joined'
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly leads: boolean
  readonly appointmentId: string | null
  readonly reason: LeavingReason | null
}

export async function readGroups(db: Sql, today: string, rest: RawBuilder<unknown>): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select g.id, g.version, g.network_id as "networkId", g.name, g.focus, g.learning_level as "learningLevel",
      g.outcomes_for_pupils as "outcomesForPupils", g.first_day as "firstDay", g.last_day as "lastDay", i.members, i.schools
    from leadership_group g
    cross join lateral (
      select count(distinct m.person_id)::int as members, count(distinct m.urn)::int as schools from group_membership m
      where m.group_id = g.id and m.state = 'joined' and m.united_into is null
        and ${today}::date between m.first_day and coalesce(m.last_day, 'infinity')) i
    ${rest}`.execute(db)
  return rows
}

/** Held until the end of the transaction: who changes it, or who is in it, waits. */
export async function lockGroup(db: Sql, today: string, id: string): Promise<Group | undefined> {
  await sql`select from leadership_group where id = ${id}::uuid for update`.execute(db)
  return (await readGroups(db, today, sql`where g.id = ${id}::uuid`))[0]
}

/** `m` is the membership, `g` its group. Records that were united in another are none. */
export async function readMemberships(db: Sql, rest: RawBuilder<unknown>): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select m.id, m.version, m.group_id as "groupId", g.network_id as "networkId", m.person_id as "personId", m.urn, m.governor, m.state,
      m.first_day as "firstDay", m.last_day as "lastDay", m.leads, m.appointment_id as "appointmentId", m.reason
    from group_membership m join leadership_group g on g.id = m.group_id and m.united_into is null ${rest}`.execute(db)
  return rows
}

/** With its group held: who changes anything of the group waits. */
export async function lockMembership(db: Sql, id: string): Promise<Membership | undefined> {
  await sql`
    select from leadership_group where id = (select group_id from group_membership where id = ${id}::uuid) for update`.execute(db)
  return (await readMemberships(db, sql`where m.id = ${id}::uuid`))[0]
}

/** As it is from now on, one version on. */
export async function writeMembership(db: Sql, membership: Membership): Promise<Membership> {
  const { id, personId, urn, governor, state, firstDay, lastDay, leads, appointmentId, reason } = membership
  await sql`
    update group_membership set version = version + 1, person_id = ${personId}, urn = ${urn}, governor = ${governor}, state = ${state},
      first_day = ${firstDay}, last_day = ${lastDay}, leads = ${leads}, appointment_id = ${appointmentId}, reason = ${reason}
    where id = ${id}`.execute(db)
  return { ...membership, version: membership.version + 1 }
}

export async function addMembership(db: Sql, membership: Omit<Membership, 'version'>): Promise<Membership> {
  const { id, groupId, personId, urn, governor, state, firstDay, lastDay, leads, appointmentId, reason } = membership
  await sql`
    insert into group_membership (id, group_id, person_id, urn, governor, state, first_day, last_day, leads, appointment_id, reason)
    values (${id}, ${groupId}, ${personId}, ${urn}, ${governor}, ${state}, ${firstDay}, ${lastDay}, ${leads}, ${appointmentId}, ${reason})`.execute(
    db,
  )
  return { ...membership, version: 1 }
}

export const subjectOf = ({
  id,
  groupId,
  networkId,
  personId,
  urn,
}: Pick<Membership, 'id' | 'groupId' | 'networkId' | 'personId' | 'urn'>) => ({
  membershipId: id,
  groupId,
  networkId,
  personId,
  urn,
})

export const isClosed = ({ lastDay }: Group, day: string): boolean => lastDay !== null && lastDay < day

export type MembershipState = 'invited' | 'declined' | 'joined' | 'left'
export const stateOn = ({ state, lastDay }: Membership, day: string): MembershipState =>
  state === 'joined' && lastDay !== null && lastDay < day ? 'left' : state

export const shownGroup = (group: Group, today: string) => ({
  ...group,
  state: isClosed(group, today) ? ('closed' as const) : ('open' as const),
  lastDay: group.lastDay ?? undefined,
})

export const shownMembership = (membership: Membership, day: string) => ({
  ...membership,
  state: stateOn(membership, day),
  firstDay: membership.firstDay ?? undefined,
  lastDay: membership.lastDay ?? undefined,
  appointmentId: membership.appointmentId ?? undefined,
  reason: membership.reason ?? undefined,
})
