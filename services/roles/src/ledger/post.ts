import { counts, type TimeTakenFrom } from '@nlc/allowance'
import { OverdraftRecorded, OverdraftSettled, OverdraftUnresolved, TimeRefunded, TimeSpent } from '@nlc/contracts/roles'
import { academicYearOf } from '@nlc/known/academic-year'
import type { Change } from '@nlc/runtime'
import { bookingOf, findPosting, type Posting, saidOf, writePosting } from './posting.ts'
import { settleOverdrafts } from './settle-overdrafts.ts'
import { openAccount } from './time-account.ts'

/** What a reaction that posts has to list in `emits`. */
export const postingEvents = [TimeSpent, TimeRefunded, OverdraftRecorded, OverdraftUnresolved, OverdraftSettled] as const
type PostingChange = Change<(typeof postingEvents)[number]>

/** Of another service: what it booked, by its own id of it. Who posts twice posts once. */
export interface Booking {
  /** The service, such as `scheduling`. */
  readonly source: string
  readonly reference: string
}

export interface SpendForBooking extends Booking {
  readonly kind: 'spend'
  readonly appointmentId: string
  readonly day: string
  /** At least 1. */
  readonly minutes: number
  readonly takenFrom: TimeTakenFrom
}

export interface RefundOfBooking extends Booking {
  readonly kind: 'refund'
  /** That the spend was posted by, from the same source. */
  readonly of: string
  /** All that is left of it, unless said. */
  readonly minutes?: number
}

export type Posted =
  | { readonly outcome: 'posted' | 'posted-before'; readonly posting: Posting }
  /** Not taken from teaching, or nothing of it is left to come back: nothing was posted. */
  | { readonly outcome: 'nothing-to-post' }
  /** Planning or induction time: nothing was posted, and the booking cannot stand. */
  | { readonly outcome: 'protected-time' }

/**
 * Posts what another service has booked or cancelled, for a reaction to its event. It has happened, so it is not refused: where
 * there is no time for it, an overdraft is recorded, and the signatory decides.
 * @throws where the appointment is not known: the event is tried again.
 */
export const post = (change: PostingChange, posting: SpendForBooking | RefundOfBooking): Promise<Posted> =>
  posting.kind === 'spend' ? spend(change, posting) : refund(change, posting)

async function spend(
  change: PostingChange,
  { appointmentId, day, minutes, takenFrom, source, reference }: SpendForBooking,
): Promise<Posted> {
  const { sql: db, now, emit } = change
  if (counts[takenFrom] === 'nothing') return { outcome: 'nothing-to-post' }
  if (counts[takenFrom] === 'protected') return { outcome: 'protected-time' }
  const account = await openAccount(db, appointmentId, academicYearOf(day))
  const before = await findPosting(db, source, reference)
  if (before) return { outcome: 'posted-before', posting: before }
  const posting = await writePosting(db, account, { kind: 'spend', day, minutes, source, reference }, now)
  emit(TimeSpent, { ...saidOf(account, posting), ...bookingOf(posting) })
  await settleOverdrafts(change, account)
  return { outcome: 'posted', posting: (await findPosting(db, source, reference))! }
}

async function refund(change: PostingChange, { of, minutes, source, reference }: RefundOfBooking): Promise<Posted> {
  const { sql: db } = change
  const spent = await findPosting(db, source, of)
  if (!spent) return { outcome: 'nothing-to-post' }
  await openAccount(db, spent.appointmentId, spent.academicYear)
  const before = await findPosting(db, source, reference)
  if (before) return { outcome: 'posted-before', posting: before }
  const { refunded } = (await findPosting(db, source, of))!
  const left = spent.minutes - refunded
  const back = Math.min(left, minutes ?? left)
  if (back === 0) return { outcome: 'nothing-to-post' }
  return { outcome: 'posted', posting: await bringBack(change, spent, back, { source, reference }) }
}

/** The account is open to us, and so much is left of the spend. */
export async function bringBack(change: PostingChange, spent: Posting, minutes: number, by: Booking): Promise<Posting> {
  const { sql: db, now, emit } = change
  const account = await openAccount(db, spent.appointmentId, spent.academicYear)
  const posting = await writePosting(db, account, { kind: 'refund', day: spent.day, minutes, spendId: spent.id, ...by }, now)
  emit(TimeRefunded, { ...saidOf(account, posting), spendId: spent.id })
  await settleOverdrafts(change, account)
  return posting
}
