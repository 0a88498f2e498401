import { DayOutOfBounds, LeaveProfessionalNetwork, NoSuchMembership, PersonLeftNetwork } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { managesNetwork } from '../networks/manages-network.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { PersonMembership } from './person-membership.ts'
import { readPersonMemberships } from './read-memberships.ts'

export const leaveProfessionalNetwork = handle(
  LeaveProfessionalNetwork,
  async ({ membershipId, lastDay }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    const membership = (await em.findOne(PersonMembership, { id: membershipId })) ?? fail(NoSuchMembership)
    const { id, networkId, personId } = membership
    const acting = await actingPerson(db, caller, today)
    const isOwn = acting !== undefined && acting === (await resolvePerson(db, personId))
    if (!isOwn && !(await managesNetwork(db, caller, today, networkId))) fail(NoSuchMembership)
    checkVersion(membership)
    // Who has left has no membership to leave.
    if (membership.lastDay != null && membership.lastDay < today) fail(NoSuchMembership)
    if (lastDay < today) fail(DayOutOfBounds, { earliest: today })

    if (membership.lastDay !== lastDay) {
      membership.leave(lastDay)
      emit(PersonLeftNetwork, { membershipId: id, networkId, personId, lastDay })
    }
    await em.flush()
    return (await readPersonMemberships(db, sql.table('network_person'), sql`where m.id = ${id}`))[0]!
  },
)
