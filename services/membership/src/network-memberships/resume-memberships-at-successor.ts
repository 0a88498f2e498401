import { CalendarDate, Urn } from '@nlc/contracts/formats'
import { CoLeadersReplaced, SchoolJoined } from '@nlc/contracts/membership'
import { newId, type Step, work } from '@nlc/runtime'
import { Agreement } from '../agreements/agreement.ts'
import { CoLeader, CoLeaderVacancy } from '../networks/co-leader.ts'
import { lockNetwork } from '../networks/lock-network.ts'
import { Network } from '../networks/network.ts'
import { watchCoLeaders } from '../networks/watch-co-leader.ts'
import { SchoolMembership } from './school-membership.ts'

/**
 * A school was closed here before the register named its successor, and its memberships ended with it: the successor
 * belongs from its first day, and the co-leaders who left with the school are back.
 */
export const resumeMembershipsAtSuccessor = work(
  'membership.resume-memberships-at-successor',
  { input: { urn: Urn, successorUrn: Urn, firstDay: CalendarDate }, emits: [SchoolJoined, CoLeadersReplaced] },
  async ({ urn, successorUrn, firstDay }, _, { em, sql: db, now, emit, enqueue }): Promise<Step<null>> => {
    const ended = await em.find(
      SchoolMembership,
      { urn, leavingReason: 'school-closed', lastDay: { $lt: firstDay } },
      { orderBy: { networkId: 1, id: 1 } },
    )
    for (const before of ended) {
      const { networkId, founding, lastDay } = before
      const network = (await lockNetwork(em, networkId))!
      const agreement = await em.findOne(Agreement, { networkId, state: 'in-force' })
      const belongs = await em.findOne(SchoolMembership, {
        networkId,
        urn: successorUrn,
        $or: [{ state: 'invited' }, { state: 'joined', $or: [{ lastDay: null }, { lastDay: { $gte: firstDay } }] }],
      })
      if (!Network.open.includes(network.state) || !agreement || belongs) continue

      const membership = em.create(SchoolMembership, {
        id: newId(),
        networkId,
        urn: successorUrn,
        founding,
        state: 'joined',
        invitedAt: now,
        firstDay,
      })
      em.persist(membership)
      before.leavingReason = 'school-succeeded'
      emit(SchoolJoined, { membershipId: membership.id, networkId, urn: successorUrn, firstDay, agreementId: agreement.id })

      const left = await em.find(CoLeader, { networkId, urn, reason: 'school-left-network', lastDay }, { orderBy: { id: 1 } })
      const back: CoLeader[] = []
      for (const { id, personId } of left) {
        const vacancy = await em.findOne(CoLeaderVacancy, { coLeaderId: id, closedAt: null })
        // Replaced meanwhile.
        if (!vacancy || (await em.findOne(CoLeader, { networkId, personId, $or: [{ lastDay: null }, { lastDay: { $gte: firstDay } }] })))
          continue
        vacancy.closedAt = now
        back.push(em.create(CoLeader, { id: newId(), networkId, personId, urn: successorUrn, firstDay }))
      }
      if (back.length > 0) {
        em.persist(back)
        const started = back.map(({ id: coLeaderId, personId }) => ({ coLeaderId, personId, urn: successorUrn, firstDay }))
        emit(CoLeadersReplaced, { networkId, started, ended: [] })
        await watchCoLeaders({ sql: db, enqueue }, back)
      }
    }
    return { state: null, next: 'done' }
  },
)
