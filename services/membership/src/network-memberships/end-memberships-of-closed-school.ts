import { Urn } from '@nlc/contracts/formats'
import { CoLeaderLeft, InvitationEnded, SchoolLeft } from '@nlc/contracts/membership'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockNetwork } from '../networks/lock-network.ts'
import { noteCoLeadersLeavingWithSchool } from '../networks/note-co-leader-leaving.ts'
import { SchoolMembership } from './school-membership.ts'

/**
 * A closed school belongs to its networks until its closing day, which counts, and its co-leaders leave with it; unless another
 * school carries it on, or that waits to be decided. To be queued where a school closes, where its day is corrected, and where it
 * is decided that none carries it on.
 */
export const endMembershipsOfClosedSchool = work(
  'membership.end-memberships-of-closed-school',
  { input: { urn: Urn }, emits: [SchoolLeft, InvitationEnded, CoLeaderLeft] },
  async ({ urn }, _, change): Promise<Step<null>> => {
    const { em, sql: db, emit } = change
    const { rows } = await sql<{ closingDay: string; networkIds: string[] }>`
      select s.last_day as "closingDay", array(select distinct n.network_id from network_school n where n.urn = s.urn order by 1) as "networkIds"
      from school s
      where s.urn = ${urn} and s.status = '2' and s.last_day is not null
        and not exists (select from school_succession x where x.urn = s.urn and x.state <> 'declined')`.execute(db)
    const [closed] = rows
    if (!closed) return { state: null, next: 'done' }
    const { closingDay, networkIds } = closed
    for (const networkId of networkIds) await lockNetwork(em, networkId)

    const memberships = await em.find(
      SchoolMembership,
      {
        urn,
        $or: [
          { state: 'invited' },
          { state: 'joined', lastDay: null },
          { state: 'joined', lastDay: { $gt: closingDay } },
          { state: 'joined', leavingReason: 'school-closed', lastDay: { $ne: closingDay } },
        ],
      },
      { orderBy: { id: 1 } },
    )
    for (const membership of memberships) {
      const { id: membershipId, networkId } = membership
      if (membership.state === 'joined' && membership.firstDay! <= closingDay) {
        membership.leave(closingDay, 'school-closed')
        emit(SchoolLeft, { membershipId, networkId, urn, lastDay: closingDay, reason: 'school-closed' })
      } else {
        membership.lapse('school-closed')
        emit(InvitationEnded, { membershipId, networkId, urn, reason: 'school-closed' })
      }
    }
    await noteCoLeadersLeavingWithSchool(change, { urn, lastDay: closingDay })
    return { state: null, next: 'done' }
  },
)
