import { AssuranceGiven, AssuranceWithdrawn } from './events.ts'
import { GiveAssurance, ListAssurances, WithdrawAssurance } from './keep-assurances.ts'

export * from './events.ts'
export * from './keep-assurances.ts'
export * from './model.ts'
export * from './problems.ts'

export const operations = [GiveAssurance, WithdrawAssurance, ListAssurances] as const
export const events = [AssuranceGiven, AssuranceWithdrawn] as const
