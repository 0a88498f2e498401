import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, period } from '../../formats.ts'
import { GovernanceTermCorrected } from './events.ts'
import { GovernanceCategory, GovernanceEndReason, GovernanceOffice, GovernanceTerm } from './model.ts'
import { GovernanceTermBackwards, GovernanceTermOverlaps, GovernanceTermTooLong, NoSuchGovernanceTerm } from './problems.ts'

export const CorrectGovernanceTerm = command('membership.correct-governance-term', {
  summary: 'Correct a term that was recorded wrongly',
  description:
    'Gives category, office and dates as they should have been, whole. The board and the person cannot be corrected: void the term and start another.',
  needs: 'people:write',
  http: 'POST /v1/governance-terms/:termId/correction',
  input: {
    termId: Id,
    category: GovernanceCategory,
    office: Type.Optional(GovernanceOffice),
    ...period,
    endReason: Type.Optional(GovernanceEndReason),
  },
  output: GovernanceTerm,
  status: 200,
  emits: [GovernanceTermCorrected],
  problems: [NoSuchGovernanceTerm, GovernanceTermOverlaps, GovernanceTermTooLong, GovernanceTermBackwards],
  ifMatch: true,
})
