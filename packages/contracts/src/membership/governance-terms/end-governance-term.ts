import { command } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { GovernanceTermEnded } from './events.ts'
import { GovernanceEndReason, GovernanceTerm } from './model.ts'
import { GovernanceTermBackwards, GovernanceTermHasEnded, NoSuchGovernanceTerm } from './problems.ts'

export const EndGovernanceTerm = command('membership.end-governance-term', {
  summary: "End a person's term on a board before its time",
  needs: 'people:write',
  http: 'POST /v1/governance-terms/:termId/ending',
  input: { termId: Id, lastDay: CalendarDate, reason: GovernanceEndReason },
  output: GovernanceTerm,
  status: 200,
  emits: [GovernanceTermEnded],
  problems: [NoSuchGovernanceTerm, GovernanceTermHasEnded, GovernanceTermBackwards],
  ifMatch: true,
})
