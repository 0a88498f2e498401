import { type Caller, newId, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { TimeAccount } from './time-account.ts'

export interface Posting {
  readonly id: string
  readonly appointmentId: string
  readonly academicYear: string
  readonly kind: 'spend' | 'refund'
  readonly day: string
  readonly minutes: number
  readonly refunded: number
  readonly spendId: string | null
  readonly source: string
  readonly reference: string
  readonly postedAt: Date
  readonly overdraftId: string | null
}

const byHand = 'client:'
/** Of what somebody posts by hand: their client, so that each has references of its own. */
export const sourceOf = ({ client }: Caller): string => `${byHand}${client}`
export const isByHand = ({ source }: { source: string }): boolean => source.startsWith(byHand)

/** Whose booking it is, as events carry it: nothing of what was posted by hand. */
export const bookingOf = (posting: { source: string; reference: string }) =>
  isByHand(posting) ? {} : { source: posting.source, reference: posting.reference }

export async function readPostings(db: Sql, rest: RawBuilder<unknown>): Promise<Posting[]> {
  const { rows } = await sql<Posting>`
    select p.id, t.appointment_id as "appointmentId", t.academic_year as "academicYear", p.kind, p.day, p.minutes, p.refunded,
      p.spend_id as "spendId", p.source, p.reference, p.posted_at as "postedAt",
      (select o.id from overdraft o where o.posting_id = p.id order by o.id desc limit 1) as "overdraftId"
    from time_posting p join time_account t on t.id = p.account_id ${rest}`.execute(db)
  return rows
}

export const findPosting = async (db: Sql, source: string, reference: string): Promise<Posting | undefined> =>
  (await readPostings(db, sql`where p.source = ${source} and p.reference = ${reference}`))[0]

export async function writePosting(
  db: Sql,
  account: TimeAccount,
  posting: Pick<Posting, 'kind' | 'day' | 'minutes' | 'source' | 'reference'> & { spendId?: string },
  now: Date,
): Promise<Posting> {
  const { kind, day, minutes, source, reference, spendId = null } = posting
  const id = newId()
  await sql`
    insert into time_posting (id, account_id, kind, day, minutes, spend_id, source, reference, posted_at)
    values (${id}, ${account.id}, ${kind}, ${day}, ${minutes}, ${spendId}, ${source}, ${reference}, ${now.toISOString()}::timestamptz)`.execute(
    db,
  )
  if (spendId !== null) await sql`update time_posting set refunded = refunded + ${minutes} where id = ${spendId}`.execute(db)
  const { appointmentId, academicYear } = account
  return { id, appointmentId, academicYear, kind, day, minutes, refunded: 0, spendId, source, reference, postedAt: now, overdraftId: null }
}

export const saidOf = ({ id: accountId }: TimeAccount, posting: Posting) => ({
  accountId,
  appointmentId: posting.appointmentId,
  academicYear: posting.academicYear,
  postingId: posting.id,
  day: posting.day,
  minutes: posting.minutes,
})

/** As the API shows it. */
export function shownPosting(posting: Posting) {
  const { id, appointmentId, academicYear, kind, day, minutes, reference, spendId, postedAt, overdraftId } = posting
  return {
    id,
    appointmentId,
    academicYear,
    kind,
    day,
    minutes,
    reference,
    spendId: spendId ?? undefined,
    postedBy: isByHand(posting) ? ('hand' as const) : ('service' as const),
    postedAt,
    overdraftId: overdraftId ?? undefined,
  }
}
