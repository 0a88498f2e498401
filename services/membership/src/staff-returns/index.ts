import { answerStaffQuestion } from './answer-staff-question.ts'
import { decideStaffReturn } from './decide-staff-return.ts'
import { getStaffReturn } from './get-staff-return.ts'
import { listStaffQuestions } from './list-staff-questions.ts'
import { StaffQuestion } from './staff-question.ts'
import { StaffReturn } from './staff-return.ts'
import { submitStaffReturn } from './submit-staff-return.ts'

export const handlers = [submitStaffReturn, decideStaffReturn, getStaffReturn, listStaffQuestions, answerStaffQuestion] as const
export const entities = [StaffReturn, StaffQuestion] as const
export const reactions = [] as const
export const works = [] as const
