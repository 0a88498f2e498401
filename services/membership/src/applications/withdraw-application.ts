import { ApplicationNotInState, ApplicationWithdrawn, NoSuchApplication, WithdrawApplication } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { actingPerson, resolvePerson } from '../standing.ts'
import { Application } from './application.ts'
import { mayWrite } from './application-standing.ts'
import { lockApplication } from './lock-application.ts'
import { readApplication } from './read-application.ts'

export const withdrawApplication = handle(
  WithdrawApplication,
  async ({ applicationId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    const application = (await lockApplication(em, db, applicationId, await mayWrite(db, caller, today))) ?? fail(NoSuchApplication)
    const { id, state, applicantId } = application
    // Co-leaders write it with the applicant; taking it back is the applicant's.
    if ((await actingPerson(db, caller, today)) !== (await resolvePerson(db, applicantId))) fail(NoSuchApplication)
    checkVersion(application)
    if (!Application.undecided.includes(state)) fail(ApplicationNotInState, { state, needed: [...Application.undecided] })

    application.withdraw()
    emit(ApplicationWithdrawn, { applicationId: id })
    await em.flush()
    return readApplication(db, id)
  },
)
