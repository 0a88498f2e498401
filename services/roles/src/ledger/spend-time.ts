import { counts } from '@nlc/allowance'
import {
  NoSuchAppointment,
  NotHeldOnDay,
  NothingToSpend,
  PostingDayOutOfRange,
  PostingReferenceUsed,
  ProtectedTime,
  SpendTime,
  TimeOverdrawn,
  TimeSpent,
} from '@nlc/contracts/roles'
import { academicYearOf, firstDayOfYear, lastDayOfYear, yearAfter, yearBefore } from '@nlc/known/academic-year'
import { handle } from '@nlc/runtime'
import { findAppointmentToPost } from './appointment-to-post.ts'
import { findPosting, saidOf, shownPosting, sourceOf, writePosting } from './posting.ts'
import { openAccount, readAllowance } from './time-account.ts'

export const spendTime = handle(
  SpendTime,
  async ({ appointmentId, day, minutes, takenFrom, reference }, { sql: db, caller, now, today, emit, fail }) => {
    const appointment = (await findAppointmentToPost(db, caller, today, appointmentId)) ?? fail(NoSuchAppointment)
    if (counts[takenFrom] === 'protected') fail(ProtectedTime, { takenFrom })
    if (counts[takenFrom] === 'nothing') fail(NothingToSpend, { takenFrom })
    const earliest = firstDayOfYear(yearBefore(academicYearOf(today)))
    const latest = lastDayOfYear(yearAfter(academicYearOf(today)))
    if (day < earliest || day > latest) fail(PostingDayOutOfRange, { earliest, latest })

    const account = await openAccount(db, appointment.id, academicYearOf(day))
    const source = sourceOf(caller)
    const before = await findPosting(db, source, reference)
    if (before) {
      const isSame =
        before.kind === 'spend' && before.appointmentId === account.appointmentId && before.day === day && before.minutes === minutes
      return isSame ? shownPosting(before) : fail(PostingReferenceUsed)
    }
    const held = appointment.heldOn(day)
    if (!held || held.paused) return fail(NotHeldOnDay, { day })
    if (held.affiliation !== 'employment')
      fail(NothingToSpend, { takenFrom, detail: 'On that day the role is not held as an employee: no school’s time is taken.' })
    const available = (await readAllowance(db, account.appointmentId, account.academicYear)).available(day)
    if (minutes > available) fail(TimeOverdrawn, { asked: minutes, available, day })

    const posting = await writePosting(db, account, { kind: 'spend', day, minutes, source, reference }, now)
    emit(TimeSpent, saidOf(account, posting))
    return shownPosting(posting)
  },
  { constraints: { time_posting_once: PostingReferenceUsed } },
)
