import {
  JoinProfessionalNetwork,
  NeedsPerson,
  NetworkNotInState,
  NoSuchNetwork,
  NotThisKindOfNetwork,
  PersonBelongsAlready,
  PersonJoinedNetwork,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockNetwork } from '../networks/lock-network.ts'
import { Network } from '../networks/network.ts'
import { actingPerson } from '../standing.ts'
import { PersonMembership } from './person-membership.ts'
import { readPersonMemberships } from './read-memberships.ts'

export const joinProfessionalNetwork = handle(
  JoinProfessionalNetwork,
  async ({ networkId: id }, { em, sql: db, caller, today, emit, fail }) => {
    const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
    const network = (await lockNetwork(em, id)) ?? fail(NoSuchNetwork)
    const { id: networkId, state, kind } = network
    if (kind !== 'professional-network') fail(NotThisKindOfNetwork)
    if (!Network.running.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.running] })
    const there = await em.findOne(PersonMembership, { networkId, personId, $or: [{ lastDay: null }, { lastDay: { $gte: today } }] })
    if (there) fail(PersonBelongsAlready, { membershipId: there.id })

    const membership = em.create(PersonMembership, { id: newId(), networkId, personId, firstDay: today })
    em.persist(membership)
    emit(PersonJoinedNetwork, { membershipId: membership.id, networkId, personId, firstDay: today })
    await em.flush()
    return (await readPersonMemberships(db, sql.table('network_person'), sql`where m.id = ${membership.id}`))[0]!
  },
  { constraints: { network_person_once_at_a_time: PersonBelongsAlready } },
)
