import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { JoinedGroup, LeadershipGroupFounded } from './events.ts'
import { groupDescription, LeadershipGroup } from './model.ts'
import { GroupDayOutOfBounds, GroupNameTaken, NotAtSchoolOfNetwork } from './problems.ts'

export const FoundLeadershipGroup = command('roles.found-leadership-group', {
  summary: 'Found an inter-school leadership group in a network',
  description:
    'By any member of staff or governor of one of the network’s schools, who then leads it (say through which school); by a co-leader or the national body, who need not be in it. ' +
    'The first day is today where none is given, and not later than a year from now.',
  needs: 'roles:write',
  http: 'POST /v1/networks/:networkId/leadership-groups',
  input: {
    networkId: NetworkId,
    ...groupDescription,
    firstDay: Type.Optional(CalendarDate),
    urn: Type.Optional(Type.String({ ...Urn, description: 'Through which school the founder is in the group, and leads it.' })),
  },
  output: LeadershipGroup,
  emits: [LeadershipGroupFounded, JoinedGroup],
  problems: [NoSuchNetwork, NetworkNotInState, NotAtSchoolOfNetwork, GroupDayOutOfBounds, GroupNameTaken],
})
