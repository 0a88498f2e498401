import { type AttemptsOf, explainMessage } from './explain-message.ts'

export const handlers = (doors: readonly AttemptsOf[]) => [explainMessage(doors)] as const
