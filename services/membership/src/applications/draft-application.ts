import { ApplicationDrafted, DraftApplication, NeedsPerson, NoSuchProgramme } from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { Programme } from '../programmes/programme.ts'
import { actingPerson } from '../standing.ts'
import { Application, namedCoLeader } from './application.ts'
import { readApplication } from './read-application.ts'

export const draftApplication = handle(
  DraftApplication,
  async (
    { programmeCode = 'national', schools = [], coLeaders, learningLevels, ...content },
    { em, sql: db, caller, today, emit, fail },
  ) => {
    const applicantId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
    if (!(await em.findOne(Programme, { code: programmeCode }))) fail(NoSuchProgramme, { programmeCode })

    const application = em.create(Application, {
      id: newId(),
      programmeCode,
      ...content,
      learningLevels: [...learningLevels],
      schools: [...schools],
      coLeaders: coLeaders.map(namedCoLeader),
      applicantId,
      state: 'draft',
    })
    em.persist(application)
    emit(ApplicationDrafted, { applicationId: application.id, programmeCode, kind: application.kind })
    await em.flush()
    return readApplication(db, application.id)
  },
)
