import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { openAccount } from './time-account.ts'

export type OverdraftState = 'open' | 'excepted' | 'unresolved' | 'settled'

export interface Overdraft {
  readonly id: string
  readonly version: number
  readonly appointmentId: string
  readonly networkId: string
  readonly personId: string
  readonly academicYear: string
  readonly postingId: string
  readonly day: string
  readonly minutes: number
  readonly state: OverdraftState
  readonly recordedAt: Date
  readonly exceptBy: string
  readonly reason: string | null
  /** Of the spend. */
  readonly source: string
  readonly reference: string
  /** Of the school or group that released the time, on the day of the spend. */
  readonly urn: string | null
  readonly groupId: string | null
}

/** Days for an exception, counted from the day after the one on which the overdraft was recorded (docs/rules.md, Time allowance). */
export const daysForException = 7

/** `o` is the overdraft, `a` the appointment, `h` the period of it on the day of the spend, or its last one. */
export async function readOverdrafts(db: Sql, rest: RawBuilder<unknown>): Promise<Overdraft[]> {
  const { rows } = await sql<Overdraft>`
    select o.id, o.version, t.appointment_id as "appointmentId", a.network_id as "networkId", a.person_id as "personId",
      t.academic_year as "academicYear", o.posting_id as "postingId", p.day, o.minutes, o.state, o.recorded_at as "recordedAt",
      o.except_by as "exceptBy", o.reason, p.source, p.reference, h.urn, h.group_id as "groupId"
    from overdraft o join time_posting p on p.id = o.posting_id join time_account t on t.id = p.account_id
    join appointment a on a.id = t.appointment_id
    left join lateral (
      select urn, group_id from appointment_period h where h.appointment_id = a.id
      order by h.days @> p.day desc, h.days desc limit 1) h on true
    ${rest}`.execute(db)
  return rows
}

/** With its account open to us: nobody posts, settles or excepts meanwhile. */
export async function lockOverdraft(db: Sql, id: string): Promise<Overdraft | undefined> {
  const [there] = await readOverdrafts(db, sql`where o.id = ${id}::uuid`)
  if (!there) return undefined
  await openAccount(db, there.appointmentId, there.academicYear)
  return (await readOverdrafts(db, sql`where o.id = ${id}::uuid`))[0]
}

/** As the API shows it. */
export function shownOverdraft({ urn: _, groupId: __, source: ___, reference: ____, reason, ...shown }: Overdraft) {
  return { ...shown, reason: reason ?? undefined }
}
