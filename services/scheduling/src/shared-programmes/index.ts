import { carryOverProgrammesOnSchoolSucceeded } from './carry-over-programmes-on-school-succeeded.ts'
import { enrolParticipants, leaveSharedProgramme, listParticipants } from './keep-participants.ts'
import { endSharedProgramme, reviseSharedProgramme, startSharedProgramme } from './keep-shared-programmes.ts'
import { planSession } from './plan-session.ts'
import { getSharedProgramme, listSharedProgrammes } from './read-shared-programmes.ts'
import { uniteParticipantsOnPersonMerged } from './unite-participants-on-person-merged.ts'

export const handlers = [
  startSharedProgramme,
  reviseSharedProgramme,
  endSharedProgramme,
  enrolParticipants,
  leaveSharedProgramme,
  planSession,
  getSharedProgramme,
  listSharedProgrammes,
  listParticipants,
] as const
export const entities = [] as const
export const reactions = [carryOverProgrammesOnSchoolSucceeded, uniteParticipantsOnPersonMerged] as const
export const works = [] as const
