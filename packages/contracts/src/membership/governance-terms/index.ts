import { CorrectGovernanceTerm } from './correct-governance-term.ts'
import { EndGovernanceTerm } from './end-governance-term.ts'
import { GovernanceTermCorrected, GovernanceTermEnded, GovernanceTermStarted, GovernanceTermVoided } from './events.ts'
import { GetGovernanceTerm } from './get-governance-term.ts'
import { ListGovernanceTerms } from './list-governance-terms.ts'
import { StartGovernanceTerm } from './start-governance-term.ts'
import { VoidGovernanceTerm } from './void-governance-term.ts'

export * from './correct-governance-term.ts'
export * from './end-governance-term.ts'
export * from './events.ts'
export * from './get-governance-term.ts'
export * from './list-governance-terms.ts'
export {
  Board,
  GovernanceCategory,
  GovernanceEndReason,
  GovernanceOffice,
  GovernanceTerm,
  GovernanceTermState,
  longestTermDays,
} from './model.ts'
export * from './problems.ts'
export * from './start-governance-term.ts'
export * from './void-governance-term.ts'

export const operations = [
  StartGovernanceTerm,
  EndGovernanceTerm,
  CorrectGovernanceTerm,
  VoidGovernanceTerm,
  GetGovernanceTerm,
  ListGovernanceTerms,
] as const
export const events = [GovernanceTermStarted, GovernanceTermEnded, GovernanceTermCorrected, GovernanceTermVoided] as const
