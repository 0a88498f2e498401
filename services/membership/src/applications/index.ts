import { Application } from './application.ts'
import { decideApplication } from './decide-application.ts'
import { decideApplications } from './decide-applications.ts'
import { draftApplication } from './draft-application.ts'
import { getApplication } from './get-application.ts'
import { listApplications } from './list-applications.ts'
import { reviewApplication } from './review-application.ts'
import { reviseApplication } from './revise-application.ts'
import { submitApplication } from './submit-application.ts'
import { withdrawApplication } from './withdraw-application.ts'

export const handlers = [
  draftApplication,
  reviseApplication,
  submitApplication,
  withdrawApplication,
  reviewApplication,
  decideApplication,
  decideApplications,
  listApplications,
  getApplication,
] as const
export const entities = [Application] as const
export const reactions = [] as const
export const works = [] as const
