import Type from 'typebox'
import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { ActivityId } from '../activities/model.ts'

const about = { walk: 'walkId' } as const
/** The walk goes by the id of its activity; what was seen is never told. */
const data = { walkId: ActivityId, networkId: NetworkId }

export const WalkProtocolAgreed = event('scheduling.walk-protocol-agreed', {
  summary: 'What a learning walk looks at is agreed.',
  about,
  data,
})
export const WalkTeamNamed = event('scheduling.walk-team-named', {
  summary: 'Who walks is named, the lead first.',
  about,
  data: { ...data, memberIds: Type.Array(Id) },
})
export const WalkStaffBriefed = event('scheduling.walk-staff-briefed', {
  summary: 'The staff of the school know what will be looked at, and why.',
  about,
  data,
})
export const WalkObservationRecorded = event('scheduling.walk-observation-recorded', {
  summary: 'Something that was seen is recorded, by numbers.',
  about,
  data,
})
export const WalkDebriefed = event('scheduling.walk-debriefed', { summary: 'The team has talked over what it saw.', about, data })
export const WalkFeedbackShared = event('scheduling.walk-feedback-shared', {
  summary: 'What the team learnt is shared with the school and the network.',
  about,
  data,
})
