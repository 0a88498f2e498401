import { acknowledgeDuty } from './acknowledge-duty.ts'
import { eraseOnPersonErased } from './erase-on-person-erased.ts'
import { listDuties } from './list-duties.ts'

export const handlers = [listDuties, acknowledgeDuty] as const
export const reactions = [eraseOnPersonErased] as const
export const works = [] as const
