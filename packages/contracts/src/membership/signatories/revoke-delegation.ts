import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { DelegationRevoked } from './events.ts'
import { Delegation } from './model.ts'

export const NoSuchDelegation = problem(404, 'no-such-delegation', 'There is no such delegation.')
export const DelegationOver = problem(409, 'delegation-over', 'The delegation was revoked, or its last day has passed.')
export const RevocationOutsideDelegation = problem(
  422,
  'revocation-outside-delegation',
  'The last day of a revoked delegation is not in the past, and not after the last day that it had.',
)

export const RevokeDelegation = command('membership.revoke-delegation', {
  summary: 'End a delegation before its time',
  description: 'For the national body and for signatories who sign in their own right. What was signed stays signed.',
  needs: 'people:write',
  http: 'POST /v1/delegations/:delegationId/revocation',
  input: {
    delegationId: Id,
    lastDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Default: yesterday, so that it holds no longer.' })),
  },
  output: Delegation,
  status: 200,
  emits: [DelegationRevoked],
  problems: [NoSuchDelegation, DelegationOver, RevocationOutsideDelegation],
  ifMatch: true,
})
