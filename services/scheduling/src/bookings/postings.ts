/** What roles is told to post for a booking (docs/rules.md, Time allowance): each posting has a reference of its own, for ever. */
import { dayInLondon } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Booking } from './booking.ts'

type Spending = Pick<Booking, 'id' | 'startsAt' | 'minutes' | 'takenFrom' | 'postings'> & { readonly appointmentId?: string | undefined }

export interface Spend {
  readonly reference: string
  readonly appointmentId: string
  readonly day: string
  readonly minutes: number
  readonly takenFrom: Booking['takenFrom']
}

/** Nothing where it spends nothing. */
export function spendOf({ id, appointmentId, startsAt, minutes, takenFrom, postings }: Spending): Spend | undefined {
  if (appointmentId === undefined || minutes === 0) return undefined
  return { reference: `${id}/${postings + 1}`, appointmentId, day: dayInLondon(startsAt), minutes, takenFrom }
}

/** Nothing where none stands. */
export const refundOf = ({ spendReference }: Booking): { of: string; reference: string } | undefined =>
  spendReference === undefined ? undefined : { of: spendReference, reference: `${spendReference}/back` }

/** Of a change that is told with this spend. */
export const spent = (spend: Spend | undefined): RawBuilder<unknown> =>
  spend === undefined
    ? sql`spend_reference = null, spend_day = null`
    : sql`spend_reference = ${spend.reference}, spend_day = ${spend.day}, postings = b.postings + 1`

/** Whatever was overdrawn by the posting before is gone with it. */
export const refunded = sql`spend_reference = null, spend_day = null, overdraft_id = null, overdraft_state = null, except_by = null`
