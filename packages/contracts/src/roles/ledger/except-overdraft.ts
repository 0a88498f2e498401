import { command } from '../../define.ts'
import { text } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { OverdraftExcepted } from './events.ts'
import { Overdraft, OverdraftId } from './model.ts'
import { NoSuchOverdraft, OverdraftNotOpen } from './problems.ts'

export const ExceptOverdraft = command('roles.except-overdraft', {
  summary: 'Make an exception: let what is overdrawn stand',
  description:
    'By a signatory who may release the holder’s time: the head, a delegate, on vacancy the chair of governors or the trust; for a head, the employer. ' +
    'It grants the missing minutes to this academic year, for this booking: if it is cancelled, they are gone with it.',
  needs: 'roles:write',
  http: 'POST /v1/overdrafts/:overdraftId/exception',
  input: { overdraftId: OverdraftId, reason: text(500) },
  output: Overdraft,
  emits: [OverdraftExcepted],
  problems: [NeedsPerson, NoSuchOverdraft, OverdraftNotOpen],
  status: 200,
  ifMatch: true,
})
