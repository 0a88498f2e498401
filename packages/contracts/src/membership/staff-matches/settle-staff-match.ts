import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NeedsPerson } from '../networks/problems.ts'
import { SignedThroughRecipient } from '../sharing-agreements/problems.ts'
import { StaffMatched } from './events.ts'
import { StaffMatch } from './model.ts'
import { NoSuchStaffMatch, NotACandidate, PersonHasReference } from './problems.ts'

export const SettleStaffMatch = command('membership.settle-staff-match', {
  summary: 'Say which person a client’s reference stands for',
  description:
    "By the school's authorised signatory, through another client than the one whose reference it is. Of those that are ambiguous or unlinked, and to correct one.",
  needs: 'sharing:write',
  http: 'PUT /v1/staff-matches/:matchId/person',
  input: { matchId: Id, personId: Id },
  output: StaffMatch,
  emits: [StaffMatched],
  problems: [NeedsPerson, NoSuchStaffMatch, SignedThroughRecipient, NotACandidate, PersonHasReference],
  ifMatch: true,
})
