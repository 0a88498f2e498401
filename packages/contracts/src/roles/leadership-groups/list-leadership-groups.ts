import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, Id, paging } from '../../formats.ts'
import { LearningLevel, NetworkId } from '../../membership/networks/model.ts'
import { LeadershipGroup, LeadershipGroupState } from './model.ts'

export const ListLeadershipGroups = query('roles.list-leadership-groups', {
  summary: 'List the leadership groups of the networks in your view',
  description: 'In the order in which they were founded. A group moves when its members do.',
  needs: 'roles:read',
  http: 'GET /v1/leadership-groups',
  input: {
    networkId: Type.Optional(NetworkId),
    learningLevel: Type.Optional(LearningLevel),
    state: Type.Optional(LeadershipGroupState),
    personId: Type.Optional(Type.String({ ...Id, description: 'Only those in which this person is today, if you see that.' })),
    ...following,
    ...paging,
  },
  output: followedPageOf(LeadershipGroup),
  problems: [],
})
