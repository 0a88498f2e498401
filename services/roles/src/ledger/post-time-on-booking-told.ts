/** What scheduling books is posted; what is cancelled there comes back. */
import type { DataOf, Event } from '@nlc/contracts/define'
import { AttendanceRecorded, BookingAccepted, BookingCancelled, BookingMoved } from '@nlc/contracts/scheduling'
import { type ReactionContext, react } from '@nlc/runtime'
import { type Posted, post, postingEvents } from './post.ts'

const source = 'scheduling'

type Told = Pick<DataOf<typeof BookingMoved>, 'spend' | 'refund'>

/** The refund first: what is moved is exchanged, and needs no time twice. */
async function postTime({ refund, spend }: Told, change: ReactionContext<(typeof postingEvents)[number]>): Promise<void> {
  if (refund) await post(change, { kind: 'refund', source, ...refund })
  if (spend) requirePosted(await post(change, { kind: 'spend', source, ...spend }), spend.reference)
}

function requirePosted({ outcome }: Posted, reference: string): void {
  if (outcome === 'protected-time') throw new Error(`scheduling booked ${reference} out of protected time, which it is to refuse`)
}

const on = <E extends Event>(what: string, event: E) =>
  react(`roles.post-time-of-${what}`, { on: event, emits: postingEvents }, postTime as never)

export const postTimeOnBookingTold = [
  on('booking-accepted', BookingAccepted),
  on('booking-moved', BookingMoved),
  on('booking-cancelled', BookingCancelled),
  on('attendance-recorded', AttendanceRecorded),
] as const
