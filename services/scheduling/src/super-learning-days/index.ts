import { addPair, listPairs, suspendTimetable } from './keep-pairs.ts'

export const handlers = [suspendTimetable, addPair, listPairs] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
