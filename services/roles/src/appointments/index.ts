import { acceptAppointment } from './accept-appointment.ts'
import { changeAppointment } from './change-appointment.ts'
import { correctAppointment } from './correct-appointment.ts'
import { declineAppointment } from './decline-appointment.ts'
import { endAppointment } from './end-appointment.ts'
import { endAppointmentsOfClosedSchool } from './end-appointments-of-closed-school.ts'
import {
  followCoLeadersOnCoLeaderLeft,
  followCoLeadersOnCoLeadersReplaced,
  followCoLeadersOnNetworkActivated,
} from './follow-co-leaders-on-co-leaders-told.ts'
import { forgetExplanationsOnPersonErased } from './forget-explanations-on-person-erased.ts'
import { getAppointment } from './get-appointment.ts'
import { giveStandingRelease } from './give-standing-release.ts'
import { listAppointmentVersions } from './list-appointment-versions.ts'
import { listAppointments } from './list-appointments.ts'
import { listStandingReleases } from './list-standing-releases.ts'
import { offerAppointment } from './offer-appointment.ts'
import { pauseAppointment } from './pause-appointment.ts'
import { getPersonAllowance, setPersonAllowance } from './person-allowance.ts'
import { refuseRelease } from './refuse-release.ts'
import { releaseAppointment } from './release-appointment.ts'
import { resumeAppointment } from './resume-appointment.ts'
import * as affiliation from './settle-appointments-on-affiliation-told.ts'
import * as membership from './settle-appointments-on-membership-told.ts'
import { settleAppointmentsOnNetworkDissolved } from './settle-appointments-on-network-dissolved.ts'
import * as school from './settle-appointments-on-school-told.ts'
import { uniteAppointmentsOnPersonMerged } from './unite-appointments-on-person-merged.ts'
import { voidAppointment } from './void-appointment.ts'
import { withdrawOffer } from './withdraw-offer.ts'
import { withdrawRelease } from './withdraw-release.ts'
import { withdrawStandingRelease } from './withdraw-standing-release.ts'

export const handlers = [
  offerAppointment,
  releaseAppointment,
  refuseRelease,
  acceptAppointment,
  declineAppointment,
  withdrawOffer,
  changeAppointment,
  pauseAppointment,
  resumeAppointment,
  endAppointment,
  withdrawRelease,
  correctAppointment,
  voidAppointment,
  getAppointment,
  listAppointments,
  listAppointmentVersions,
  giveStandingRelease,
  withdrawStandingRelease,
  listStandingReleases,
  setPersonAllowance,
  getPersonAllowance,
] as const
export const entities = [] as const
export const reactions = [
  ...Object.values(affiliation),
  ...Object.values(membership),
  ...Object.values(school),
  settleAppointmentsOnNetworkDissolved,
  followCoLeadersOnNetworkActivated,
  followCoLeadersOnCoLeadersReplaced,
  followCoLeadersOnCoLeaderLeft,
  uniteAppointmentsOnPersonMerged,
  forgetExplanationsOnPersonErased,
] as const
export const works = [endAppointmentsOfClosedSchool] as const
