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
} from './events.ts'

export * from './events.ts'
export * from './model.ts'

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
] as const
