import Type from 'typebox'
import { problem } from '../../define.ts'

export const NoSuchPerson = problem(404, 'no-such-person', 'There is no such person.')
export const PersonWasMerged = problem(409, 'person-was-merged', 'The record was merged into another one: use that one.', {
  intoPersonId: Type.String({ format: 'uuid' }),
})
export const PersonWasErased = problem(409, 'person-was-erased', 'The person was erased: nothing more is recorded about them.')
export const TrnTaken = problem(409, 'trn-taken', 'Another record has this TRN. If both are one person, merge the records.')
export const TrnKept = problem(409, 'trn-kept', 'The record has another TRN already. The national body corrects a TRN.')
export const EmailTaken = problem(
  409,
  'email-taken',
  'Another record has one of these addresses as verified. If both are one person, merge the records.',
)
