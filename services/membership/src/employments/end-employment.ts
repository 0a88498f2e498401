import { EmploymentEnded, EmploymentHasEnded, EndEmployment, LastDayTooEarly, NoSuchEmployment } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { isBefore } from './day.ts'
import { findEmployment } from './find-employment.ts'
import { periodOn } from './period.ts'
import { shownEmployment } from './shown-employment.ts'

export const endEmployment = handle(
  EndEmployment,
  async ({ employmentId, lastDay, reason }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const employment = (await findEmployment(em, db, caller, today, employmentId)) ?? fail(NoSuchEmployment)
    checkVersion(employment)
    if (employment.lastDay !== null && (employment.hasEnded || isBefore(employment.lastDay, lastDay)))
      fail(EmploymentHasEnded, { lastDay: employment.lastDay })
    if (lastDay < employment.firstDay) fail(LastDayTooEarly)

    employment.end(lastDay, reason, now)
    await em.flush()
    const { urns } = periodOn(employment.periods, lastDay)
    emit(EmploymentEnded, { employmentId: employment.id, personId: employment.personId, urns, lastDay, reason })
    return shownEmployment(employment, today)
  },
)
