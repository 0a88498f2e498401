import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { AwardingBodyCode } from '../frameworks/model.ts'
import { Award, AwardId, RevocationReason } from './model.ts'

const about = { award: 'awardId' } as const
export const AwardMade = event('recognition.award-made', {
  summary: 'Learning is recognised by an award. The portfolio says so, too.',
  about,
  data: { awardId: AwardId, personId: Id, portfolioId: Award.properties.portfolioId, awardingBody: AwardingBodyCode },
})
export const AwardRevoked = event('recognition.award-revoked', {
  summary: 'An award does not stand any more: whoever checks it finds that it is revoked.',
  about,
  data: { awardId: AwardId, reason: RevocationReason },
})
export const AwardPageOpened = event('recognition.award-page-opened', {
  summary: 'The holder opened a public page of an award, at a new address.',
  about,
  data: { awardId: AwardId },
})
export const AwardPageClosed = event('recognition.award-page-closed', {
  summary: 'The holder closed the public page of an award: its address leads nowhere.',
  about,
  data: { awardId: AwardId },
})
export const AwardFollowedPerson = event('recognition.award-followed-person', {
  summary: 'The record of the holder was merged into another: the award is held by that person.',
  about,
  data: { awardId: AwardId, personId: Id },
})
