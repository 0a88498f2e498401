import { sql } from 'kysely'
import { type Cancelling, cancelActivities } from '../activities/cancel-activities.ts'
import type { CalendarEntry } from './school-days.ts'

/**
 * A school can close on the day: what it was to host is cancelled, minutes come back, and visitors' schools are told. On an INSET day
 * only what needs pupils is.
 */
export async function cancelWhereClosed(
  change: Cancelling,
  { urn, kind, firstDay, lastDay }: CalendarEntry & { urn: string },
): Promise<void> {
  if (kind !== 'closure' && kind !== 'inset') return
  const there = sql`a.urn = ${urn} and a.starts_at < (${lastDay}::date + 1)::timestamp at time zone 'Europe/London'
    and a.ends_at > ${firstDay}::timestamp at time zone 'Europe/London'`
  if (kind === 'closure') await cancelActivities(change, there, 'host', 'school-closed-on-day')
  else await cancelActivities(change, sql`${there} and a.needs_pupils`, 'host', 'no-lessons-on-day')
}
