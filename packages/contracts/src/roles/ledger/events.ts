import Type from 'typebox'
import { event } from '../../define.ts'
import { AcademicYear, CalendarDate, Id } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../appointments/model.ts'
import { OverdraftId } from './model.ts'

const posting = {
  accountId: Type.String({ format: 'uuid', description: 'The time allowance of one appointment in one academic year.' }),
  appointmentId: AppointmentId,
  academicYear: AcademicYear,
  postingId: Id,
  day: CalendarDate,
  minutes: Type.Integer({ minimum: 1 }),
}
/** Whose booking it is: the service, and its own id of what it booked. Absent where somebody posted by hand. */
const booking = {
  source: Type.Optional(Type.String()),
  reference: Type.Optional(Type.String()),
}

export const TimeSpent = event('roles.time-spent', {
  summary: 'Minutes of a time allowance were spent, or are to be, on a day.',
  about: { 'time-account': 'accountId' },
  data: { ...posting, ...booking },
})

export const TimeRefunded = event('roles.time-refunded', {
  summary: 'What was spent, or was to be, did not take place: minutes came back.',
  about: { 'time-account': 'accountId' },
  data: { ...posting, spendId: Id },
})

export const TimeAccountMoved = event('roles.time-account-moved', {
  summary: 'An appointment was recorded twice: what was posted on the one is posted on the other.',
  about: { 'time-account': 'accountId' },
  data: {
    accountId: posting.accountId,
    appointmentId: AppointmentId,
    academicYear: AcademicYear,
    intoAccountId: Id,
    intoAppointmentId: AppointmentId,
  },
})

const overdraft = {
  overdraftId: OverdraftId,
  appointmentId: AppointmentId,
  networkId: NetworkId,
  academicYear: AcademicYear,
  postingId: Id,
  day: CalendarDate,
  minutes: Type.Integer({ minimum: 1 }),
  ...booking,
}
const about = { overdraft: 'overdraftId' } as const

export const OverdraftRecorded = event('roles.overdraft-recorded', {
  summary: 'More was spent than there is: the booking needs the signatory’s exception. Told again with other minutes where they changed.',
  about,
  data: { ...overdraft, exceptBy: CalendarDate },
})

export const OverdraftExcepted = event('roles.overdraft-excepted', {
  summary: 'The signatory made an exception: the booking stands, and the minutes are granted.',
  about,
  data: { ...overdraft, exceptedBy: Id },
})

export const OverdraftUnresolved = event('roles.overdraft-unresolved', {
  summary: 'No exception was made within 7 days: the booking is to be cancelled.',
  about,
  data: overdraft,
})

export const OverdraftSettled = event('roles.overdraft-settled', {
  summary: 'The minutes came back, or accrued after all: nothing is overdrawn any more.',
  about,
  data: {
    overdraftId: OverdraftId,
    appointmentId: AppointmentId,
    networkId: NetworkId,
    academicYear: AcademicYear,
    postingId: Id,
    day: CalendarDate,
    ...booking,
  },
})
