import type { Settings } from '../config.ts'
import { assignJudges } from './assign-judges.ts'
import { declineAssignment, giveJudgement } from './give-judgement.ts'
import { getAssignment, listAssignments } from './read-assignments.ts'

export const handlers = (settings: () => Settings) => [giveJudgement(settings), declineAssignment, getAssignment, listAssignments] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [assignJudges] as const
