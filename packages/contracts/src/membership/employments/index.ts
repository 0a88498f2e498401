import { ChangeEmployment } from './change-employment.ts'
import { CorrectEmployment } from './correct-employment.ts'
import { EndEmployment } from './end-employment.ts'
import { EmploymentChanged, EmploymentCorrected, EmploymentEnded, EmploymentStarted, EmploymentVoided } from './events.ts'
import { GetEmployment } from './get-employment.ts'
import { ListEmployments } from './list-employments.ts'
import { StartEmployment } from './start-employment.ts'
import { VoidEmployment } from './void-employment.ts'

export * from './change-employment.ts'
export * from './correct-employment.ts'
export * from './end-employment.ts'
export * from './events.ts'
export * from './get-employment.ts'
export * from './list-employments.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './start-employment.ts'
export * from './void-employment.ts'

export const operations = [
  StartEmployment,
  ChangeEmployment,
  EndEmployment,
  CorrectEmployment,
  VoidEmployment,
  GetEmployment,
  ListEmployments,
] as const
export const events = [EmploymentStarted, EmploymentChanged, EmploymentEnded, EmploymentCorrected, EmploymentVoided] as const
