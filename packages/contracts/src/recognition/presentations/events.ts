import Type from 'typebox'
import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { CentreId } from '../centres/model.ts'
import { DimensionCode } from '../frameworks/model.ts'
import { portfolioSaid } from '../portfolios/events.ts'
import { PresentationId } from './model.ts'

const about = { portfolio: 'portfolioId' } as const
const presented = { ...portfolioSaid, presentationId: PresentationId, centreId: CentreId }
const lacking = { lacking: Type.Array(DimensionCode, { description: 'Dimensions of which not every criterion is met.' }) }

export const PortfolioPresented = event('recognition.portfolio-presented', {
  summary: 'A portfolio is presented for recognition: from now on it is frozen.',
  about,
  data: presented,
})
/** Who judges is told to nobody: they find it among their assignments. */
export const JudgesAssigned = event('recognition.judges-assigned', {
  summary: 'There is who judges, moderates, or decides on an appeal.',
  about,
  data: { ...presented, purpose: Type.Enum(['verification', 'moderation', 'appeal']), assigned: Type.Integer({ minimum: 1 }) },
})
export const AssignmentEnded = event('recognition.assignment-ended', {
  summary: 'Somebody who was to judge does not: another is assigned.',
  about,
  data: { ...presented, reason: Type.Enum(['declined', 'conflict-of-interest', 'role-ended', 'erased']) },
})
export const JudgementGiven = event('recognition.judgement-given', {
  summary: 'A judgement is given. What it says is told when all are there.',
  about,
  data: presented,
})
export const ModerationBegun = event('recognition.moderation-begun', {
  summary: 'The verifiers agree that it be awarded, and a moderator looks at it once more.',
  about,
  data: presented,
})
export const PortfolioReferredBack = event('recognition.portfolio-referred-back', {
  summary: 'Something is missing: the portfolio is open again, and can be presented again.',
  about,
  data: { ...presented, ...lacking },
})
export const PortfolioNotAwarded = event('recognition.portfolio-not-awarded', {
  summary: 'Something is missing, and it was presented as often as it may be.',
  about,
  data: { ...presented, ...lacking },
})
export const PortfolioAwarded = event('recognition.portfolio-awarded', {
  summary: 'The learning is recognised.',
  about,
  data: { ...presented, awardId: Id },
})
export const DecisionAppealed = event('recognition.decision-appealed', {
  summary: 'Whose portfolio it is appeals against the decision.',
  about,
  data: presented,
})
export const AppealDismissed = event('recognition.appeal-dismissed', {
  summary: 'The decision stands. An appeal that is upheld is told as the award that follows.',
  about,
  data: { ...presented, ...lacking },
})
