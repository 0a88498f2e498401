import Type from 'typebox'
import { event } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { ClientId } from '../sharing-agreements/model.ts'
import { MatchedBy, StaffRef } from './model.ts'

const about = { 'staff-match': 'matchId' } as const
const match = { matchId: Id, clientId: ClientId, urn: Urn }

export const StaffMatched = event('membership.staff-matched', {
  summary: "A client's reference was matched to a person of a school. What it was matched by is not in it.",
  about,
  data: {
    ...match,
    /** Taken from the history when the person is erased; then there is nothing left to keep. */
    recipientRef: Type.Optional(StaffRef),
    personId: Id,
    matchedBy: MatchedBy,
  },
})

export const StaffMatchUnclear = event('membership.staff-match-unclear', {
  summary: "A client's reference fits several people of a school, or one who has another: its signatory settles it.",
  about,
  data: { ...match, candidates: Type.Integer({ minimum: 1 }) },
})

export const StaffUnlinked = event('membership.staff-unlinked', {
  summary: "A client's reference is linked to nobody any more.",
  about,
  data: match,
})
