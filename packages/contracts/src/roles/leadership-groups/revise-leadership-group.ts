import Type from 'typebox'
import { command } from '../../define.ts'
import { LeadershipGroupRevised } from './events.ts'
import { groupDescription, LeadershipGroup, LeadershipGroupId } from './model.ts'
import { GroupNameTaken, LeadershipGroupHasClosed, NoSuchLeadershipGroup } from './problems.ts'

export const ReviseLeadershipGroup = command('roles.revise-leadership-group', {
  summary: 'Describe a leadership group anew',
  description: 'By whoever leads it, a co-leader of the network, or the national body. What is left out stays as it was.',
  needs: 'roles:write',
  http: 'PATCH /v1/leadership-groups/:groupId',
  input: {
    groupId: LeadershipGroupId,
    name: Type.Optional(groupDescription.name),
    focus: Type.Optional(groupDescription.focus),
    learningLevel: Type.Optional(groupDescription.learningLevel),
    outcomesForPupils: Type.Optional(groupDescription.outcomesForPupils),
  },
  output: LeadershipGroup,
  emits: [LeadershipGroupRevised],
  problems: [NoSuchLeadershipGroup, LeadershipGroupHasClosed, GroupNameTaken],
  ifMatch: true,
})
