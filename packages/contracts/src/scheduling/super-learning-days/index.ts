import { AddPair, ListPairs, SuspendTimetable } from './keep-pairs.ts'

export * from './keep-pairs.ts'

export const operations = [SuspendTimetable, AddPair, ListPairs] as const
export const events = [] as const
