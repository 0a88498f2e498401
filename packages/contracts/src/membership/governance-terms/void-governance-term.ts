import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { GovernanceTermVoided } from './events.ts'
import { NoSuchGovernanceTerm } from './problems.ts'

export const VoidGovernanceTerm = command('membership.void-governance-term', {
  summary: 'Void a term that was entered in error',
  description: 'It never was: it is in no list and cannot be got, except as known before.',
  needs: 'people:write',
  http: 'POST /v1/governance-terms/:termId/voiding',
  input: { termId: Id },
  emits: [GovernanceTermVoided],
  problems: [NoSuchGovernanceTerm],
  ifMatch: true,
})
