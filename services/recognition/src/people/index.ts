import { eraseOnPersonErased } from './erase-on-person-erased.ts'
import { followPersonOnPersonMerged } from './follow-person-on-person-merged.ts'

export const handlers = [] as const
export const entities = [] as const
export const reactions = [followPersonOnPersonMerged, eraseOnPersonErased] as const
export const works = [] as const
