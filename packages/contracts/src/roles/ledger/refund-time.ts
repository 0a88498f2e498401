import Type from 'typebox'
import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { AppointmentId } from '../appointments/model.ts'
import { NoSuchAppointment } from '../appointments/problems.ts'
import { OverdraftRecorded, OverdraftSettled, OverdraftUnresolved, TimeRefunded } from './events.ts'
import { PostingReference, SpentMinutes, TimePosting } from './model.ts'
import { MoreThanWasSpent, NoSuchPosting, NotASpend, PostingReferenceUsed } from './problems.ts'

export const RefundTime = command('roles.refund-time', {
  summary: 'Bring back minutes that were spent on what did not take place',
  description:
    'By a co-leader of the network, a signatory of the school that released the time, or the national body. They come back on the day on which they were spent: all that is left of the spend, ' +
    'or so many as you say. The same `reference` again answers with the posting that is there.',
  needs: 'roles:write',
  http: 'POST /v1/appointments/:appointmentId/time-refunds',
  input: {
    appointmentId: AppointmentId,
    spendId: Type.String({ ...Id, description: 'The posting of which minutes come back.' }),
    minutes: Type.Optional(SpentMinutes),
    reference: PostingReference,
  },
  output: TimePosting,
  emits: [TimeRefunded, OverdraftRecorded, OverdraftUnresolved, OverdraftSettled],
  problems: [NoSuchAppointment, PostingReferenceUsed, NoSuchPosting, NotASpend, MoreThanWasSpent],
})
