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

export const operations = [] as const
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
