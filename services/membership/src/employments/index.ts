import { changeEmployment } from './change-employment.ts'
import { correctEmployment } from './correct-employment.ts'
import { Employment, EmploymentPeriod } from './employment.ts'
import { endEmployment } from './end-employment.ts'
import { getEmployment } from './get-employment.ts'
import { listEmployments } from './list-employments.ts'
import { startEmployment } from './start-employment.ts'
import { voidEmployment } from './void-employment.ts'

export { moveEmployments } from './move-employments.ts'

export const handlers = [
  startEmployment,
  changeEmployment,
  endEmployment,
  correctEmployment,
  voidEmployment,
  getEmployment,
  listEmployments,
] as const
export const entities = [Employment, EmploymentPeriod] as const
export const reactions = [] as const
export const works = [] as const
