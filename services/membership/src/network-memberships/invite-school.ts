import {
  InviteSchool,
  NetworkNotInState,
  NoSuchNetwork,
  NotThisKindOfNetwork,
  SchoolBelongsAlready,
  SchoolInvited,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { lockNetwork } from '../networks/lock-network.ts'
import { managesNetwork } from '../networks/manages-network.ts'
import { Network } from '../networks/network.ts'
import { requireOpenSchools } from '../networks/require-schools.ts'
import { readSchoolMembership } from './read-memberships.ts'
import { SchoolMembership } from './school-membership.ts'

export const inviteSchool = handle(
  InviteSchool,
  async ({ networkId: id, urn }, { em, sql: db, caller, now, today, emit, fail }) => {
    const network = (await lockNetwork(em, id)) ?? fail(NoSuchNetwork)
    const { id: networkId, state, kind } = network
    if (!(await managesNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
    if (kind !== 'school-network') fail(NotThisKindOfNetwork)
    if (!Network.open.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.open] })
    await requireOpenSchools(db, fail, today, [urn])
    const there = await em.findOne(SchoolMembership, {
      networkId,
      urn,
      $or: [{ state: 'invited' }, { state: 'joined', $or: [{ lastDay: null }, { lastDay: { $gte: today } }] }],
    })
    if (there) fail(SchoolBelongsAlready, { membershipId: there.id })

    const membership = em.create(SchoolMembership, { id: newId(), networkId, urn, founding: false, state: 'invited', invitedAt: now })
    em.persist(membership)
    emit(SchoolInvited, { membershipId: membership.id, networkId, urn, founding: false })
    await em.flush()
    return readSchoolMembership(db, membership.id, today)
  },
  { constraints: { network_school_invited_once: SchoolBelongsAlready } },
)
