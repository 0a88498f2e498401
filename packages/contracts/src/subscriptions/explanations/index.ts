import { ExplainMessage } from './explain-message.ts'

export * from './explain-message.ts'
export * from './model.ts'

export const operations = [ExplainMessage] as const
export const events = [] as const
