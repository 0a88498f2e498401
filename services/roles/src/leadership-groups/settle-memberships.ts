import { GroupInvitationDeclined, JoinedGroup, LeftGroup } from '@nlc/contracts/roles'
import { later } from '@nlc/known/day'
import type { Change, Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { groundEnd } from './ground.ts'
import { type LeavingReason, type Membership, readMemberships, subjectOf, writeMembership } from './group-record.ts'

export const settlingEvents = [JoinedGroup, LeftGroup, GroupInvitationDeclined] as const
type SettlingChange = Change<(typeof settlingEvents)[number]>

const followed: readonly (LeavingReason | null)[] = [null, 'left-school', 'school-left-network']

/**
 * Memberships end with what they stand on, and go on where that was corrected: whatever people decided themselves stays.
 * @param condition on the membership `m`.
 */
export async function settleMemberships(change: SettlingChange, condition: RawBuilder<unknown>): Promise<void> {
  const { sql: db, today } = change
  await sql`
    select from leadership_group g where exists (select from group_membership m where m.group_id = g.id and ${condition}) order by g.id for update`.execute(
    db,
  )
  const memberships = await readMemberships(
    db,
    sql`where ${condition} and m.state in ('invited', 'joined') and g.last_day is null order by m.id`,
  )
  for (const membership of memberships) {
    if (membership.state === 'joined') await settleJoined(change, membership)
    else await settleInvited(change, membership, today)
  }
}

async function settleJoined({ sql: db, emit }: SettlingChange, membership: Membership): Promise<void> {
  const { personId, networkId, urn, lastDay } = membership
  const firstDay = membership.firstDay!
  const end = await groundEnd(db, { networkId, personId, urn, from: firstDay })
  const until = end ? later(end.lastDay, firstDay) : null
  if (!followed.includes(membership.reason)) {
    // Leaving was decided: an earlier end takes its place, a later one does not.
    if (until === null || until >= lastDay!) return
  } else if (until === lastDay) return
  // Whoever came back meanwhile is in it by another membership.
  const isLonger = lastDay !== null && (until === null || until > lastDay)
  if (isLonger && (await isInAgain(db, membership, until))) return
  if (until === null) {
    await writeMembership(db, { ...membership, lastDay: null, reason: null })
    emit(JoinedGroup, { ...subjectOf(membership), governor: membership.governor, firstDay, leads: membership.leads })
    return
  }
  await writeMembership(db, { ...membership, lastDay: until, reason: end!.reason })
  emit(LeftGroup, { ...subjectOf(membership), lastDay: until, reason: end!.reason })
}

async function isInAgain(db: Sql, { id, groupId, personId, firstDay }: Membership, until: string | null): Promise<boolean> {
  const { rows } = await sql`
    select from group_membership where group_id = ${groupId} and person_id = ${personId} and id <> ${id} and united_into is null
      and (state = 'invited' or state = 'joined' and daterange(first_day, last_day, '[]') && daterange(${firstDay}::date, ${until}::date, '[]'))`.execute(
    db,
  )
  return rows.length > 0
}

async function settleInvited({ sql: db, emit }: SettlingChange, membership: Membership, today: string): Promise<void> {
  const { personId, networkId, urn } = membership
  const end = await groundEnd(db, { networkId, personId, urn, from: today })
  if (!end || end.lastDay >= today) return
  await writeMembership(db, { ...membership, state: 'declined' })
  emit(GroupInvitationDeclined, subjectOf(membership))
}
