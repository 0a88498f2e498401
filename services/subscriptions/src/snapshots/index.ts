import { compareWithSnapshot } from './compare-with-snapshot.ts'
import { dropSnapshot } from './drop-snapshot.ts'
import { readSnapshot } from './read-snapshot.ts'
import { takeSnapshot } from './take-snapshot.ts'

export const handlers = [takeSnapshot, readSnapshot, compareWithSnapshot] as const
export const works = [dropSnapshot] as const
