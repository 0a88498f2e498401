import { AcknowledgeDuty } from './acknowledge-duty.ts'
import { DutyAcknowledged } from './events.ts'
import { ListDuties } from './list-duties.ts'

export * from './acknowledge-duty.ts'
export * from './events.ts'
export * from './list-duties.ts'
export * from './model.ts'

export const operations = [ListDuties, AcknowledgeDuty] as const
export const events = [DutyAcknowledged] as const
