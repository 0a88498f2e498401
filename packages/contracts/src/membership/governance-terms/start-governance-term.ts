import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, period } from '../../formats.ts'
import { NoSuchPerson, PersonWasErased, PersonWasMerged } from '../people/problems.ts'
import { GovernanceTermStarted } from './events.ts'
import { Board, GovernanceCategory, GovernanceOffice, GovernanceTerm } from './model.ts'
import { GovernanceTermBackwards, GovernanceTermOverlaps, GovernanceTermTooLong, NoSuchBoard } from './problems.ts'

export const StartGovernanceTerm = command('membership.start-governance-term', {
  summary: "Start a person's term on a board",
  description:
    'For the national body, a client for boards of schools that share with it, and signatories. The ordinary end is its last day; no further call is needed.',
  needs: 'people:write',
  http: 'POST /v1/governance-terms',
  input: { personId: Id, board: Board, category: GovernanceCategory, office: Type.Optional(GovernanceOffice), ...period },
  output: GovernanceTerm,
  emits: [GovernanceTermStarted],
  problems: [
    NoSuchPerson,
    PersonWasMerged,
    PersonWasErased,
    NoSuchBoard,
    GovernanceTermOverlaps,
    GovernanceTermTooLong,
    GovernanceTermBackwards,
  ],
})
