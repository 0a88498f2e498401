import {
  AgreementSuperseded,
  DissolveNetwork,
  InvitationEnded,
  NetworkDissolved,
  NetworkNotInState,
  NoSuchNetwork,
  PersonLeftNetwork,
  SchoolLeft,
} from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { Agreement } from '../agreements/agreement.ts'
import { PersonMembership } from '../network-memberships/person-membership.ts'
import { SchoolMembership } from '../network-memberships/school-membership.ts'
import { CoLeader, CoLeaderVacancy } from './co-leader.ts'
import { lockNetwork } from './lock-network.ts'
import { Network } from './network.ts'
import { readNetwork } from './read-network.ts'

export const dissolveNetwork = handle(
  DissolveNetwork,
  async ({ networkId: id, reason }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    if (!isNationalBody(caller)) fail(NoSuchNetwork)
    const network = (await lockNetwork(em, id)) ?? fail(NoSuchNetwork)
    checkVersion(network)
    const { id: networkId, state } = network
    if (!Network.undissolved.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.undissolved] })

    const stillThen = { $or: [{ lastDay: null }, { lastDay: { $gt: today } }] }
    network.dissolve(reason, today)
    emit(NetworkDissolved, { networkId, lastDay: today, reason })

    for (const coLeader of await em.find(CoLeader, { networkId, ...stillThen })) {
      // One who would have begun later never did.
      if (coLeader.firstDay > today) em.remove(coLeader)
      else coLeader.end(today, 'network-dissolved')
    }
    for (const vacancy of await em.find(CoLeaderVacancy, { networkId, closedAt: null })) vacancy.closedAt = now

    const schools = await em.find(SchoolMembership, { networkId, state: { $ne: 'lapsed' }, ...stillThen }, { orderBy: { urn: 1 } })
    for (const membership of schools) {
      const { id: membershipId, urn } = membership
      if (membership.state === 'joined' && membership.firstDay! <= today) {
        membership.leave(today, 'network-dissolved')
        emit(SchoolLeft, { membershipId, networkId, urn, lastDay: today, reason: 'network-dissolved' })
      } else {
        membership.lapse('network-dissolved')
        emit(InvitationEnded, { membershipId, networkId, urn, reason: 'network-dissolved' })
      }
    }
    for (const membership of await em.find(PersonMembership, { networkId, ...stillThen }, { orderBy: { id: 1 } })) {
      membership.leave(today)
      emit(PersonLeftNetwork, { membershipId: membership.id, networkId, personId: membership.personId, lastDay: today })
    }
    for (const agreement of await em.find(Agreement, { networkId, state: { $ne: 'superseded' } }, { orderBy: { number: 1 } })) {
      agreement.supersede(null, today)
      emit(AgreementSuperseded, { agreementId: agreement.id, networkId, number: agreement.number, lastDay: agreement.lastDay ?? undefined })
    }
    await em.flush()
    return readNetwork(db, networkId)
  },
)
