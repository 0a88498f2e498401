import Type from 'typebox'
import { problem } from '../../define.ts'
import { StaffMatchState, StaffRef } from './model.ts'

export const NoSuchSharedSchool = problem(404, 'no-such-shared-school', 'There is no such school, or it shares no roles with you.')
export const StaffRefRepeated = problem(422, 'staff-ref-repeated', 'A reference stands in the list more than once.', {
  recipientRefs: Type.Array(StaffRef),
})
export const NoSuchStaffMatch = problem(404, 'no-such-staff-match', 'There is no such match.')
export const NotACandidate = problem(
  422,
  'not-a-candidate',
  'The person is not one of the school’s staff or governors, or is left out of what it shares with the client.',
)
export const PersonHasReference = problem(
  409,
  'person-has-reference',
  'The person has another reference of this client at this school: unlink that one first.',
  { matchId: Type.String({ format: 'uuid' }) },
)
export const NotLinked = problem(409, 'staff-match-not-linked', 'The reference is linked to nobody.', { state: StaffMatchState })
