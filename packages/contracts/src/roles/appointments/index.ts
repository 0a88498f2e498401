import { AcceptAppointment } from './accept-appointment.ts'
import { ChangeAppointment } from './change-appointment.ts'
import { CorrectAppointment } from './correct-appointment.ts'
import { DeclineAppointment } from './decline-appointment.ts'
import { EndAppointment } from './end-appointment.ts'
import {
  AppointmentCarriedOver,
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentCorrected,
  AppointmentDeclined,
  AppointmentEnded,
  AppointmentMovedToPerson,
  AppointmentOffered,
  AppointmentPaused,
  AppointmentReleased,
  AppointmentResumed,
  AppointmentVoided,
  AppointmentWithdrawn,
  PersonAllowanceSet,
  StandingReleaseGiven,
  StandingReleaseWithdrawn,
} from './events.ts'
import { GetAppointment } from './get-appointment.ts'
import { GiveStandingRelease } from './give-standing-release.ts'
import { ListAppointmentVersions } from './list-appointment-versions.ts'
import { ListAppointments } from './list-appointments.ts'
import { ListStandingReleases } from './list-standing-releases.ts'
import { OfferAppointment } from './offer-appointment.ts'
import { PauseAppointment } from './pause-appointment.ts'
import { GetPersonAllowance, SetPersonAllowance } from './person-allowance.ts'
import { RefuseRelease } from './refuse-release.ts'
import { ReleaseAppointment } from './release-appointment.ts'
import { ResumeAppointment } from './resume-appointment.ts'
import { VoidAppointment } from './void-appointment.ts'
import { WithdrawOffer } from './withdraw-offer.ts'
import { WithdrawRelease } from './withdraw-release.ts'
import { WithdrawStandingRelease } from './withdraw-standing-release.ts'

export * from './accept-appointment.ts'
export * from './change-appointment.ts'
export * from './correct-appointment.ts'
export * from './decline-appointment.ts'
export * from './end-appointment.ts'
export * from './events.ts'
export * from './get-appointment.ts'
export * from './give-standing-release.ts'
export * from './list-appointment-versions.ts'
export * from './list-appointments.ts'
export * from './list-standing-releases.ts'
export * from './model.ts'
export * from './offer-appointment.ts'
export * from './pause-appointment.ts'
export * from './person-allowance.ts'
export * from './problems.ts'
export * from './refuse-release.ts'
export * from './release-appointment.ts'
export * from './resume-appointment.ts'
export * from './void-appointment.ts'
export * from './withdraw-offer.ts'
export * from './withdraw-release.ts'
export * from './withdraw-standing-release.ts'

export const operations = [
  OfferAppointment,
  ReleaseAppointment,
  RefuseRelease,
  AcceptAppointment,
  DeclineAppointment,
  WithdrawOffer,
  ChangeAppointment,
  PauseAppointment,
  ResumeAppointment,
  EndAppointment,
  WithdrawRelease,
  CorrectAppointment,
  VoidAppointment,
  GetAppointment,
  ListAppointments,
  ListAppointmentVersions,
  GiveStandingRelease,
  WithdrawStandingRelease,
  ListStandingReleases,
  SetPersonAllowance,
  GetPersonAllowance,
] as const
export const events = [
  AppointmentOffered,
  AppointmentReleased,
  AppointmentDeclined,
  AppointmentWithdrawn,
  AppointmentConfirmed,
  AppointmentChanged,
  AppointmentCarriedOver,
  AppointmentPaused,
  AppointmentResumed,
  AppointmentEnded,
  AppointmentCorrected,
  AppointmentVoided,
  AppointmentMovedToPerson,
  StandingReleaseGiven,
  StandingReleaseWithdrawn,
  PersonAllowanceSet,
] as const
