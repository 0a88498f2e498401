import { GroupInvitationDeclined, LeadershipGroupClosed, LeftGroup } from '@nlc/contracts/roles'
import { dayBefore, later } from '@nlc/known/day'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Group, readMemberships, subjectOf, writeMembership } from './group-record.ts'

export const closingEvents = [LeadershipGroupClosed, LeftGroup, GroupInvitationDeclined] as const

/** The group is held, and open. One that was to begin after that day never does. Its memberships end with it; one that would have begun later, and who was invited, is in it no more. */
export async function closeGroup({ sql: db, emit }: Change<(typeof closingEvents)[number]>, group: Group, day: string): Promise<void> {
  const lastDay = later(day, dayBefore(group.firstDay))
  await sql`update leadership_group set version = version + 1, last_day = ${lastDay}, updated_at = now() where id = ${group.id}`.execute(db)
  emit(LeadershipGroupClosed, { groupId: group.id, networkId: group.networkId, lastDay })
  const memberships = await readMemberships(
    db,
    sql`where m.group_id = ${group.id} and (m.state = 'invited' or m.state = 'joined' and coalesce(m.last_day, 'infinity') > ${lastDay}::date) order by m.id`,
  )
  for (const membership of memberships) {
    if (membership.firstDay !== null && membership.firstDay <= lastDay) {
      await writeMembership(db, { ...membership, lastDay, reason: 'group-closed' })
      emit(LeftGroup, { ...subjectOf(membership), lastDay, reason: 'group-closed' })
    } else {
      await writeMembership(db, {
        ...membership,
        state: 'declined',
        firstDay: null,
        lastDay: null,
        leads: false,
        appointmentId: null,
        reason: null,
      })
      emit(GroupInvitationDeclined, subjectOf(membership))
    }
  }
}
