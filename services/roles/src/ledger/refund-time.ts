import { MoreThanWasSpent, NoSuchAppointment, NoSuchPosting, NotASpend, PostingReferenceUsed, RefundTime } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { findAppointmentToPost } from './appointment-to-post.ts'
import { bringBack } from './post.ts'
import { findPosting, readPostings, shownPosting, sourceOf } from './posting.ts'
import { openAccount } from './time-account.ts'

export const refundTime = handle(
  RefundTime,
  async ({ appointmentId, spendId, minutes, reference }, { caller, fail, ...change }) => {
    const { sql: db, today } = change
    const appointment = (await findAppointmentToPost(db, caller, today, appointmentId)) ?? fail(NoSuchAppointment)
    const ofAppointment = async () =>
      (await readPostings(db, sql`where p.id = ${spendId}::uuid and t.appointment_id = ${appointment.id}::uuid`))[0] ?? fail(NoSuchPosting)
    const { academicYear } = await ofAppointment()
    await openAccount(db, appointment.id, academicYear)
    const spent = await ofAppointment()
    const source = sourceOf(caller)
    const before = await findPosting(db, source, reference)
    if (before) {
      const isSame = before.kind === 'refund' && before.spendId === spent.id && (minutes === undefined || before.minutes === minutes)
      return isSame ? shownPosting(before) : fail(PostingReferenceUsed)
    }
    if (spent.kind !== 'spend') fail(NotASpend)
    const left = spent.minutes - spent.refunded
    const asked = minutes ?? left
    if (asked > left || left === 0) fail(MoreThanWasSpent, { asked, left })
    return shownPosting(await bringBack(change, spent, asked, { source, reference }))
  },
  { constraints: { time_posting_once: PostingReferenceUsed } },
)
