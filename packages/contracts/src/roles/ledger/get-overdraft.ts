import { query } from '../../define.ts'
import { Overdraft, OverdraftId } from './model.ts'
import { NoSuchOverdraft } from './problems.ts'

export const GetOverdraft = query('roles.get-overdraft', {
  summary: 'Get an overdraft of a time allowance',
  needs: 'roles:read',
  http: 'GET /v1/overdrafts/:overdraftId',
  input: { overdraftId: OverdraftId },
  output: Overdraft,
  problems: [NoSuchOverdraft],
})
