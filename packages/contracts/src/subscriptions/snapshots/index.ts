import { CompareWithSnapshot } from './compare-with-snapshot.ts'
import { ReadSnapshot } from './read-snapshot.ts'
import { TakeSnapshot } from './take-snapshot.ts'

export * from './compare-with-snapshot.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-snapshot.ts'
export * from './take-snapshot.ts'

export const operations = [TakeSnapshot, ReadSnapshot, CompareWithSnapshot] as const
export const events = [] as const
