import Type from 'typebox'
import { command } from '../../define.ts'
import { ActivityNotInState } from '../activities/problems.ts'
import { AttendanceRecorded } from './events.ts'
import { Booking, BookingId } from './model.ts'
import { BookingNotInState, NoSuchBooking } from './problems.ts'

export const RecordAttendance = command('scheduling.record-attendance', {
  summary: 'Record whether somebody took part',
  description:
    'By a co-leader of the network, a signatory of the school that hosts it, or the national body; from the day of the activity until it is closed. ' +
    'Who was absent has the minutes back. Said again otherwise, it is corrected.',
  needs: 'scheduling:write',
  http: 'PUT /v1/bookings/:bookingId/attendance',
  input: { bookingId: BookingId, attended: Type.Boolean() },
  output: Booking,
  emits: [AttendanceRecorded],
  problems: [NoSuchBooking, BookingNotInState, ActivityNotInState],
  ifMatch: true,
})
