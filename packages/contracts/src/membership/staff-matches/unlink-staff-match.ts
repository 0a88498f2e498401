import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NeedsPerson } from '../networks/problems.ts'
import { SignedThroughRecipient } from '../sharing-agreements/problems.ts'
import { StaffUnlinked } from './events.ts'
import { StaffMatch } from './model.ts'
import { NoSuchStaffMatch, NotLinked } from './problems.ts'

export const UnlinkStaffMatch = command('membership.unlink-staff-match', {
  summary: 'Unlink a client’s reference from the person',
  description:
    "By the school's authorised signatory, through another client than the one whose reference it is. No later list links it again; the signatory can.",
  needs: 'sharing:write',
  http: 'POST /v1/staff-matches/:matchId/unlinking',
  input: { matchId: Id },
  output: StaffMatch,
  emits: [StaffUnlinked],
  problems: [NeedsPerson, NoSuchStaffMatch, SignedThroughRecipient, NotLinked],
  status: 200,
  ifMatch: true,
})
