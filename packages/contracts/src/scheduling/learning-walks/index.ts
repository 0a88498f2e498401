import {
  WalkDebriefed,
  WalkFeedbackShared,
  WalkObservationRecorded,
  WalkProtocolAgreed,
  WalkStaffBriefed,
  WalkTeamNamed,
} from './events.ts'
import {
  AgreeWalkProtocol,
  BriefStaff,
  DebriefWalk,
  GetLearningWalk,
  NameWalkTeam,
  RecordWalkObservation,
  ShareWalkFeedback,
} from './keep-walk.ts'

export * from './events.ts'
export * from './keep-walk.ts'
export * from './model.ts'

export const operations = [
  AgreeWalkProtocol,
  NameWalkTeam,
  BriefStaff,
  RecordWalkObservation,
  DebriefWalk,
  ShareWalkFeedback,
  GetLearningWalk,
] as const
export const events = [
  WalkProtocolAgreed,
  WalkTeamNamed,
  WalkStaffBriefed,
  WalkObservationRecorded,
  WalkDebriefed,
  WalkFeedbackShared,
] as const
