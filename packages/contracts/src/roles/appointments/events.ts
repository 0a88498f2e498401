import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { MinutesPerWeek } from '../role-definitions/model.ts'
import { AppointmentId, AppointmentRecord, StandingReleaseId, standingReleaseTerms } from './model.ts'

const about = { appointment: 'appointmentId' } as const
/** The whole record with each of them; `version` of the record is that of the event. */
const record = { appointmentId: AppointmentId, appointment: AppointmentRecord }

export const AppointmentOffered = event('roles.appointment-offered', {
  summary:
    'A role was offered to a person; told again where what it is offered through ends on another day, or at another school. Nobody outside is told.',
  about,
  data: record,
})

export const AppointmentReleased = event('roles.appointment-released', {
  summary: 'The signatory of the employing school released the time for a role that is offered, or more of it for one that is held.',
  about,
  data: { ...record, releasedBy: Type.Optional(Id) },
})

export const AppointmentDeclined = event('roles.appointment-declined', {
  summary: 'A person, or the school that was to release the time, said no to a role that was offered.',
  about,
  data: { ...record, by: Type.Enum(['person', 'school']) },
})

export const AppointmentWithdrawn = event('roles.appointment-withdrawn', {
  summary: 'An offer was taken back before it was accepted, or what it stood on is gone.',
  about,
  data: record,
})

/** What vendors hear of first. */
export const AppointmentConfirmed = event('roles.appointment-confirmed', {
  summary: 'A role is accepted: the person holds it from its first day.',
  about,
  data: record,
})

export const AppointmentChanged = event('roles.appointment-changed', {
  summary: 'From a day on, a role is held on other conditions: other minutes, another share, another school, another last day.',
  about,
  data: { ...record, firstDay: CalendarDate },
})

/** A school's succession carries an appointment over: the same appointment, at the successor from that day. */
export const AppointmentCarriedOver = event('roles.appointment-carried-over', {
  summary: 'The school through which a role is held was succeeded by another: the role is held through that one from the day on.',
  about,
  data: { ...record, firstDay: CalendarDate },
})

export const AppointmentPaused = event('roles.appointment-paused', {
  summary: 'A role is paused from a day on. Why is told to nobody outside.',
  about,
  data: { ...record, firstDay: CalendarDate },
})

export const AppointmentResumed = event('roles.appointment-resumed', {
  summary: 'A paused role goes on from a day.',
  about,
  data: { ...record, firstDay: CalendarDate },
})

export const AppointmentEnded = event('roles.appointment-ended', {
  summary: 'A role ends; its last day counts. The record has the coded reason.',
  about,
  data: { ...record, lastDay: CalendarDate },
})

export const AppointmentCorrected = event('roles.appointment-corrected', {
  summary: 'An appointment was recorded wrongly; the record is how it was.',
  about,
  data: record,
})

export const AppointmentVoided = event('roles.appointment-voided', {
  summary:
    'An appointment never was: it was entered in error, recorded twice, or lost before it began. The record has the reason, where it has a code.',
  about,
  data: record,
})

/** The records of two people were united: what the one held, the other holds. One that both held is united in one and voided in the other. */
export const AppointmentMovedToPerson = event('roles.appointment-moved-to-person', {
  summary: 'The record of the holder was merged into another: the appointment is held by that person.',
  about,
  data: { ...record, fromPersonId: Id },
})

export const StandingReleaseGiven = event('roles.standing-release-given', {
  summary: 'A school releases whoever is offered a role, up to so many minutes a week, for an academic year.',
  about: { 'standing-release': 'releaseId' },
  data: { releaseId: StandingReleaseId, ...standingReleaseTerms, releasedBy: Id },
})

export const StandingReleaseWithdrawn = event('roles.standing-release-withdrawn', {
  summary: 'A standing release holds for no further offer. What was released by it stays so.',
  about: { 'standing-release': 'releaseId' },
  data: { releaseId: StandingReleaseId },
})

export const PersonAllowanceSet = event('roles.person-allowance-set', {
  summary: 'The national body set how many minutes a week one person may be given in all. What is held stays so.',
  about: { 'person-allowance': 'allowance' },
  data: { allowance: Type.Enum(['national']), maxMinutesPerWeek: MinutesPerWeek },
})
