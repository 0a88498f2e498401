import {
  agreeWalkProtocol,
  briefStaff,
  debriefWalk,
  getLearningWalk,
  nameWalkTeam,
  recordWalkObservation,
  shareWalkFeedback,
} from './keep-walk.ts'

export const handlers = [
  agreeWalkProtocol,
  nameWalkTeam,
  briefStaff,
  recordWalkObservation,
  debriefWalk,
  shareWalkFeedback,
  getLearningWalk,
] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
