import {
  ParticipantLeft,
  ParticipantsEnrolled,
  SharedProgrammeCarriedOver,
  SharedProgrammeEnded,
  SharedProgrammeRevised,
  SharedProgrammeStarted,
} from './events.ts'
import {
  EndSharedProgramme,
  EnrolParticipants,
  GetSharedProgramme,
  LeaveSharedProgramme,
  ListParticipants,
  ListSharedProgrammes,
  PlanSession,
  ReviseSharedProgramme,
  StartSharedProgramme,
} from './keep-shared-programmes.ts'

export * from './events.ts'
export * from './keep-shared-programmes.ts'
export * from './model.ts'

export const operations = [
  StartSharedProgramme,
  ReviseSharedProgramme,
  EndSharedProgramme,
  EnrolParticipants,
  LeaveSharedProgramme,
  PlanSession,
  GetSharedProgramme,
  ListSharedProgrammes,
  ListParticipants,
] as const
export const events = [
  SharedProgrammeStarted,
  SharedProgrammeRevised,
  ParticipantsEnrolled,
  ParticipantLeft,
  SharedProgrammeCarriedOver,
  SharedProgrammeEnded,
] as const
