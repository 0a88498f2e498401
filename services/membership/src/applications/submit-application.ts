import { ApplicationNotInState, ApplicationSubmitted, NoSuchApplication, SubmitApplication } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { Application } from './application.ts'
import { mayWrite } from './application-standing.ts'
import { lockApplication } from './lock-application.ts'
import { readApplication } from './read-application.ts'
import { requireRuleOne } from './require-rule-one.ts'

export const submitApplication = handle(
  SubmitApplication,
  async ({ applicationId }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const application = (await lockApplication(em, db, applicationId, await mayWrite(db, caller, today))) ?? fail(NoSuchApplication)
    checkVersion(application)
    const { id, state, programmeCode, kind, schools, coLeaders } = application
    if (!Application.writable.includes(state)) fail(ApplicationNotInState, { state, needed: [...Application.writable] })
    await requireRuleOne(db, fail, today, application)

    application.submit(now)
    emit(ApplicationSubmitted, { applicationId: id, programmeCode, kind, schools, coLeaders })
    await em.flush()
    return readApplication(db, id)
  },
)
