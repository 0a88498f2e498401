import { ApplicationNotInState, ApplicationUnderReview, NoSuchApplication, ReviewApplication } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { mayRead } from './application-standing.ts'
import { lockApplication } from './lock-application.ts'
import { readApplication } from './read-application.ts'

export const reviewApplication = handle(
  ReviewApplication,
  async ({ applicationId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    if (!isNationalBody(caller)) fail(NoSuchApplication)
    const application = (await lockApplication(em, db, applicationId, await mayRead(db, caller, today))) ?? fail(NoSuchApplication)
    checkVersion(application)
    const { id, state } = application
    if (state !== 'submitted') fail(ApplicationNotInState, { state, needed: ['submitted'] })

    application.takeUp()
    emit(ApplicationUnderReview, { applicationId: id })
    await em.flush()
    return readApplication(db, id)
  },
)
