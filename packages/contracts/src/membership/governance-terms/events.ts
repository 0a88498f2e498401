import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { Board, GovernanceEndReason, termState } from './model.ts'

export const GovernanceTermStarted = event('membership.governance-term-started', {
  summary: 'A term on a board starts, or started, on its first day.',
  about: { 'governance-term': 'termId' },
  data: termState,
})

export const GovernanceTermEnded = event('membership.governance-term-ended', {
  summary: 'A term on a board ends before its time; its last day counts.',
  about: { 'governance-term': 'termId' },
  data: { termId: Id, personId: Id, board: Board, lastDay: CalendarDate, reason: GovernanceEndReason },
})

export const GovernanceTermCorrected = event('membership.governance-term-corrected', {
  summary: 'A term on a board was recorded wrongly; this is how it was.',
  about: { 'governance-term': 'termId' },
  data: { ...termState, endReason: Type.Optional(GovernanceEndReason) },
})

export const GovernanceTermVoided = event('membership.governance-term-voided', {
  summary: 'A term on a board was entered in error: it never was.',
  about: { 'governance-term': 'termId' },
  data: { termId: Id, personId: Id },
})
