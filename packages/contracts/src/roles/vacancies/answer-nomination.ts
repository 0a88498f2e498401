import { command } from '../../define.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { InterestExpressed, NominationDeclined } from './events.ts'
import { Interest, InterestId } from './model.ts'
import { InterestNotInState, NoSuchInterest } from './problems.ts'

export const AgreeToNomination = command('roles.agree-to-nomination', {
  summary: 'Agree to a nomination',
  description: 'By the person who was nominated: from then on it is their own interest.',
  needs: 'roles:write',
  http: 'POST /v1/interests/:interestId/agreement',
  input: { interestId: InterestId },
  output: Interest,
  status: 200,
  emits: [InterestExpressed],
  problems: [NeedsPerson, NoSuchInterest, InterestNotInState],
  ifMatch: true,
})

export const DeclineNomination = command('roles.decline-nomination', {
  summary: 'Decline a nomination',
  description: 'By the person who was nominated, without a reason.',
  needs: 'roles:write',
  http: 'POST /v1/interests/:interestId/declining',
  input: { interestId: InterestId },
  output: Interest,
  status: 200,
  emits: [NominationDeclined],
  problems: [NeedsPerson, NoSuchInterest, InterestNotInState],
  ifMatch: true,
})
