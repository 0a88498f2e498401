import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AppointmentId } from '../appointments/model.ts'
import { NoSuchAppointment } from '../appointments/problems.ts'
import { TimeSpent } from './events.ts'
import { PostingReference, SpentMinutes, TimePosting, TimeTakenFrom } from './model.ts'
import { NotHeldOnDay, NothingToSpend, PostingDayOutOfRange, PostingReferenceUsed, ProtectedTime, TimeOverdrawn } from './problems.ts'

export const SpendTime = command('roles.spend-time', {
  summary: 'Post minutes that a role takes from teaching on a day',
  description:
    'By a co-leader of the network, a signatory of the school that released the time, or the national body; the day may lie in the past or the future. ' +
    'What is spent must have accrued by that day, and be left on every later day of the academic year. Bookings post by themselves: this is for what is booked elsewhere. ' +
    'The same `reference` again answers with the posting that is there.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/time-spending',
  input: {
    appointmentId: AppointmentId,
    day: CalendarDate,
    minutes: SpentMinutes,
    takenFrom: TimeTakenFrom,
    reference: PostingReference,
  },
  output: TimePosting,
  emits: [TimeSpent],
  problems: [NoSuchAppointment, PostingReferenceUsed, NothingToSpend, ProtectedTime, PostingDayOutOfRange, NotHeldOnDay, TimeOverdrawn],
})
