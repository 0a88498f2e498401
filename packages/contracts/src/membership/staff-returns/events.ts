import Type from 'typebox'
import { event } from '../../define.ts'
import { Id, Instant, Urn } from '../../formats.ts'
import { Answer, QuestionKind, StaffReturnCounts, StaffReturnMode } from './model.ts'

const what = { returnId: Id, urn: Urn }

/** What it changed is told by events of the people and employments. */
export const StaffReturnAccepted = event('membership.staff-return-accepted', {
  summary: "A school's staff return took effect.",
  about: { 'staff-return': 'returnId' },
  data: { ...what, mode: StaffReturnMode, extractedAt: Instant, counts: StaffReturnCounts },
})

export const StaffReturnHeld = event('membership.staff-return-held', {
  summary: 'A staff return would end more than 10 % of the current employments of a school: it waits for confirmation.',
  about: { 'staff-return': 'returnId' },
  data: { ...what, extractedAt: Instant, ending: Type.Integer(), current: Type.Integer() },
})

export const StaffReturnRejected = event('membership.staff-return-rejected', {
  summary: 'A staff return that waited for confirmation was rejected.',
  about: { 'staff-return': 'returnId' },
  data: what,
})

export const StaffQuestionRaised = event('membership.staff-question-raised', {
  summary: 'A staff return raised a question that the school has to answer.',
  about: { 'staff-question': 'questionId' },
  data: { questionId: Id, urn: Urn, kind: QuestionKind, personId: Type.Optional(Id), employmentId: Type.Optional(Id) },
})

export const StaffQuestionAnswered = event('membership.staff-question-answered', {
  summary: 'A question about the staff of a school was answered.',
  about: { 'staff-question': 'questionId' },
  data: { questionId: Id, urn: Urn, answer: Answer, personId: Type.Optional(Id) },
})

export const StaffQuestionLapsed = event('membership.staff-question-lapsed', {
  summary: 'A later staff return made a question needless.',
  about: { 'staff-question': 'questionId' },
  data: { questionId: Id, urn: Urn },
})
