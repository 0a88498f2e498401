import { AnswerStaffQuestion } from './answer-staff-question.ts'
import { DecideStaffReturn } from './decide-staff-return.ts'
import {
  StaffQuestionAnswered,
  StaffQuestionLapsed,
  StaffQuestionRaised,
  StaffReturnAccepted,
  StaffReturnHeld,
  StaffReturnRejected,
} from './events.ts'
import { GetStaffReturn } from './get-staff-return.ts'
import { ListStaffQuestions } from './list-staff-questions.ts'
import { SubmitStaffReturn } from './submit-staff-return.ts'

export * from './answer-staff-question.ts'
export * from './decide-staff-return.ts'
export * from './events.ts'
export * from './get-staff-return.ts'
export * from './list-staff-questions.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './submit-staff-return.ts'

export const operations = [SubmitStaffReturn, DecideStaffReturn, GetStaffReturn, ListStaffQuestions, AnswerStaffQuestion] as const
export const events = [
  StaffReturnAccepted,
  StaffReturnHeld,
  StaffReturnRejected,
  StaffQuestionRaised,
  StaffQuestionAnswered,
  StaffQuestionLapsed,
] as const
