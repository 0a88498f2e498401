import {
  CorrectEmployment,
  EmploymentCorrected,
  EmploymentOverlaps,
  LastDayTooEarly,
  NoSuchEmployer,
  NoSuchEmployment,
  NoSuchWorkplace,
  PeriodsNotJoined,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { findEmployer, mayKeepTeam, notKept } from './authority.ts'
import { isBefore } from './day.ts'
import { findEmployment } from './find-employment.ts'
import { areJoined, lastDayOf, type Period } from './period.ts'
import { eventPeriods, shownEmployment } from './shown-employment.ts'

export const correctEmployment = handle(
  CorrectEmployment,
  async ({ employmentId, periods: said, endReason }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const employment = (await findEmployment(em, db, caller, today, employmentId)) ?? fail(NoSuchEmployment)
    checkVersion(employment)
    const known = new Set(employment.periods.flatMap(({ urns }) => urns))
    const missing = await notKept(
      db,
      caller,
      today,
      [...new Set(said.flatMap(({ urns }) => urns))].filter((urn) => !known.has(urn)),
    )
    if (missing.length > 0) fail(NoSuchWorkplace, { urns: missing })

    const periods: Period[] = []
    for (const { payrollNumber = null, lastDay = null, ...period } of said) {
      if (isBefore(lastDay, period.firstDay)) fail(LastDayTooEarly)
      const employer = (await findEmployer(db, period.employer)) ?? fail(NoSuchEmployer)
      if (period.urns.length === 0 && !(await mayKeepTeam(db, caller, today, employer, employment.personId))) fail(NoSuchEmployer)
      periods.push({ ...period, lastDay, payrollNumber, employer })
    }
    if (!areJoined(periods)) fail(PeriodsNotJoined)

    const reason = lastDayOf(periods) === null ? undefined : endReason
    employment.record(periods, reason ?? null, newId, now)
    await em.flush()
    emit(EmploymentCorrected, {
      employmentId: employment.id,
      personId: employment.personId,
      periods: eventPeriods(periods),
      endReason: reason,
    })
    return shownEmployment(employment, today)
  },
  { constraints: { employment_once_at_a_time: EmploymentOverlaps } },
)
