import { GetTimeBalance, NoSuchAppointment } from '@nlc/contracts/roles'
import { academicYearOf } from '@nlc/known/academic-year'
import { handle } from '@nlc/runtime'
import { seesAccount } from './sees-account.ts'
import { readAllowance } from './time-account.ts'

export const getTimeBalance = handle(GetTimeBalance, async ({ appointmentId, asAt }, { sql: db, caller, today, fail }) => {
  if (!(await seesAccount(db, caller, today, appointmentId))) fail(NoSuchAppointment)
  const day = asAt ?? today
  const academicYear = academicYearOf(day)
  const allowance = await readAllowance(db, appointmentId, academicYear)
  return {
    appointmentId,
    academicYear,
    asAt: day,
    accrued: allowance.accrued(day),
    granted: allowance.granted(day),
    spent: allowance.spent(day),
    balance: allowance.balance(day),
    available: allowance.available(day),
    entitledInYear: allowance.entitledInYear,
    weeks: allowance.weeksUntil(day),
  }
})
