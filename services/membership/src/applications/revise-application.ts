import { ApplicationNotInState, NoSuchApplication, NoSuchProgramme, ReviseApplication } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { Programme } from '../programmes/programme.ts'
import { Application, namedCoLeader } from './application.ts'
import { mayWrite } from './application-standing.ts'
import { lockApplication } from './lock-application.ts'
import { readApplication } from './read-application.ts'

export const reviseApplication = handle(
  ReviseApplication,
  async (
    { applicationId, programmeCode = 'national', schools = [], coLeaders, learningLevels, ...content },
    { em, sql: db, caller, today, fail, checkVersion },
  ) => {
    const application = (await lockApplication(em, db, applicationId, await mayWrite(db, caller, today))) ?? fail(NoSuchApplication)
    checkVersion(application)
    const { state } = application
    if (!Application.writable.includes(state)) fail(ApplicationNotInState, { state, needed: [...Application.writable] })
    if (!(await em.findOne(Programme, { code: programmeCode }))) fail(NoSuchProgramme, { programmeCode })

    em.assign(application, {
      programmeCode,
      ...content,
      learningLevels: [...learningLevels],
      schools: [...schools],
      coLeaders: coLeaders.map(namedCoLeader),
    })
    await em.flush()
    return readApplication(db, application.id)
  },
)
