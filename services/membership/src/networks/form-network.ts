import { ApplicationApproved, NetworkActivated, NetworkFormed, SchoolInvited } from '@nlc/contracts/membership'
import { type Change, newId } from '@nlc/runtime'
import type { Application } from '../applications/application.ts'
import { SchoolMembership } from '../network-memberships/school-membership.ts'
import { CoLeader } from './co-leader.ts'
import type { Nominee } from './co-leader-rule.ts'
import { Network } from './network.ts'
import { watchCoLeaders } from './watch-co-leader.ts'

/**
 * Forms the network of an approved application: its co-leaders may prepare it from today, its founding schools are invited.
 * One of people waits for no agreement: it is active with this.
 */
export async function formNetwork(
  {
    em,
    sql,
    emit,
    enqueue,
    now,
    today,
  }: Change<typeof ApplicationApproved | typeof NetworkFormed | typeof NetworkActivated | typeof SchoolInvited>,
  application: Application,
  funded: boolean,
  nominees: readonly Nominee[],
): Promise<Network> {
  const { id: applicationId, kind, programmeCode, name, focus, learningLevels, schools } = application
  const network = em.create(Network, {
    id: newId(),
    kind,
    programmeCode,
    funded,
    name,
    focus,
    learningLevels: [...learningLevels],
    state: 'forming',
    applicationId,
    formedAt: now,
  })
  const { id: networkId } = network
  const coLeaders = nominees.map(({ personId, urn }) => em.create(CoLeader, { id: newId(), networkId, personId, urn, firstDay: today }))
  const memberships = schools.map((urn) =>
    em.create(SchoolMembership, { id: newId(), networkId, urn, founding: true, state: 'invited', invitedAt: now }),
  )
  em.persist([network, ...coLeaders, ...memberships])
  await watchCoLeaders({ sql, enqueue }, coLeaders)

  const started = coLeaders.map(({ id: coLeaderId, personId, urn, firstDay }) => ({
    coLeaderId,
    personId,
    urn: urn ?? undefined,
    firstDay,
  }))
  emit(ApplicationApproved, { applicationId, funded, networkId })
  emit(NetworkFormed, {
    networkId,
    applicationId,
    kind,
    programmeCode,
    funded,
    learningLevels,
    schools,
    coLeaders: started,
  })
  for (const { id: membershipId, urn } of memberships) emit(SchoolInvited, { membershipId, networkId, urn, founding: true })
  if (kind === 'professional-network') {
    network.activate(today)
    emit(NetworkActivated, { networkId, kind, firstDay: today, schools: [], coLeaders: started })
  }
  return network
}
