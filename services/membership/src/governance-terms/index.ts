import { correctGovernanceTerm } from './correct-governance-term.ts'
import { endGovernanceTerm } from './end-governance-term.ts'
import { getGovernanceTerm } from './get-governance-term.ts'
import { GovernanceTerm } from './governance-term.ts'
import { listGovernanceTerms } from './list-governance-terms.ts'
import { startGovernanceTerm } from './start-governance-term.ts'
import { voidGovernanceTerm } from './void-governance-term.ts'

export { moveTerms } from './move-terms.ts'

export const handlers = [
  startGovernanceTerm,
  endGovernanceTerm,
  correctGovernanceTerm,
  voidGovernanceTerm,
  getGovernanceTerm,
  listGovernanceTerms,
] as const
export const entities = [GovernanceTerm] as const
export const reactions = [] as const
export const works = [] as const
