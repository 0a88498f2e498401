import { query } from '../../define.ts'
import { Interest, InterestId } from './model.ts'
import { NoSuchInterest } from './problems.ts'

export const GetInterest = query('roles.get-interest', {
  summary: 'Get an interest in a role',
  description:
    'One’s own, those of the network that one co-leads, and nominations that one made. No client sees any without acting for a person.',
  needs: 'roles:read',
  http: 'GET /v1/interests/:interestId',
  input: { interestId: InterestId },
  output: Interest,
  problems: [NoSuchInterest],
})
