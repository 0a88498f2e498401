import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Activity, lockActivities } from '../activities/activity.ts'
import { type Run, runsActivity } from '../activities/find-activity.ts'
import { type Asked, isHolder } from '../standing.ts'
import { type Booking, lockBookings } from './booking.ts'

interface Found {
  readonly booking: Booking
  readonly activity: Activity
}

/** Held until the end of the transaction, with its activity. */
async function lock(db: Sql, bookingId: string): Promise<Found | undefined> {
  const [activity] = await lockActivities(db, sql`a.id = (select activity_id from booking where id = ${bookingId}::uuid)`)
  const [booking] = activity ? await lockBookings(db, sql`b.id = ${bookingId}::uuid`) : []
  return activity && booking && { activity, booking }
}

const isTheirs = async ({ sql: db, caller, today }: Asked, { personId }: Booking) =>
  personId !== undefined && (await isHolder(db, caller, today, personId))

/** That of the person for whom the caller acts. */
export async function findOwnBooking(asked: Asked, bookingId: string): Promise<Found | undefined> {
  const found = await lock(asked.sql, bookingId)
  return found && (await isTheirs(asked, found.booking)) ? found : undefined
}

/** One of an activity that the caller runs. */
export async function findBookingToRun(asked: Asked, bookingId: string): Promise<(Found & Pick<Run, 'by'>) | undefined> {
  const found = await lock(asked.sql, bookingId)
  const by = found && (await runsActivity(asked, found.activity))
  return found && by ? { ...found, by } : undefined
}

/** One's own, or one of an activity that the caller runs; and as who they give it up. */
export async function findBookingToCancel(asked: Asked, bookingId: string): Promise<(Found & { by: 'visitor' | 'host' }) | undefined> {
  const found = await lock(asked.sql, bookingId)
  if (!found) return undefined
  if (await isTheirs(asked, found.booking)) return { ...found, by: 'visitor' }
  return (await runsActivity(asked, found.activity)) ? { ...found, by: 'host' } : undefined
}
