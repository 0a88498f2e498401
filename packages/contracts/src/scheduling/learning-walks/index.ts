import * as said from './events.ts'
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
export const events = Object.values(said) as readonly (typeof said)[keyof typeof said][]
