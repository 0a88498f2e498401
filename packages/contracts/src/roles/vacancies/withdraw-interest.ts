import { command } from '../../define.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { InterestWithdrawn } from './events.ts'
import { Interest, InterestId } from './model.ts'
import { InterestNotInState, NoSuchInterest } from './problems.ts'

export const WithdrawInterest = command('roles.withdraw-interest', {
  summary: 'Withdraw an interest, or a nomination',
  description: 'An interest by the person; a nomination that was not answered by whoever made it, or a co-leader.',
  needs: 'roles:write',
  http: 'POST /v1/interests/:interestId/withdrawal',
  input: { interestId: InterestId },
  output: Interest,
  status: 200,
  emits: [InterestWithdrawn],
  problems: [NeedsPerson, NoSuchInterest, InterestNotInState],
  ifMatch: true,
})
