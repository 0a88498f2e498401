import { AcknowledgeMessages } from './acknowledge-messages.ts'
import { DoorsClosed } from './events.ts'
import { ReadMessages } from './read-messages.ts'
import { ReplayMessages } from './replay-messages.ts'
import { ReportGaps } from './report-gaps.ts'
import { StreamMessages } from './stream-messages.ts'

export * from './acknowledge-messages.ts'
export * from './events.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-messages.ts'
export * from './replay-messages.ts'
export * from './report-gaps.ts'
export * from './stream-messages.ts'

export const operations = [ReadMessages, StreamMessages, AcknowledgeMessages, ReportGaps, ReplayMessages] as const
export const events = [DoorsClosed] as const
