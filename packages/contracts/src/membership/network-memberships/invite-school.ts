import { command } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'
import { NetworkNotInState, NoSuchNetwork, SchoolsNotOpen } from '../networks/problems.ts'
import { SchoolInvited } from './events.ts'
import { SchoolMembership } from './model.ts'
import { NotThisKindOfNetwork, SchoolBelongsAlready } from './problems.ts'

export const InviteSchool = command('membership.invite-school', {
  summary: 'Invite a school to a network',
  description:
    'By a co-leader, or the national body. While the network is forming, the school joins by signing an agreement that names it; later by joining the one in force.',
  needs: 'networks:write',
  http: 'POST /v1/networks/:networkId/schools',
  input: { networkId: NetworkId, urn: Urn },
  output: SchoolMembership,
  emits: [SchoolInvited],
  problems: [NoSuchNetwork, NetworkNotInState, NotThisKindOfNetwork, SchoolsNotOpen, SchoolBelongsAlready],
})
