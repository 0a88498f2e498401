import {
  ChangeEmployment,
  EmploymentChanged,
  EmploymentHasEnded,
  EmploymentOverlaps,
  LastDayTooEarly,
  NoSuchEmployer,
  NoSuchEmployment,
  NoSuchWorkplace,
  NotWithinEmployment,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { findEmployer, mayKeepTeam, notKept } from './authority.ts'
import { dayAfter, isBefore } from './day.ts'
import { findEmployment } from './find-employment.ts'
import { type Conditions, changedFrom, lasting } from './period.ts'
import { eventPeriod, shownEmployment } from './shown-employment.ts'

export const changeEmployment = handle(
  ChangeEmployment,
  async ({ employmentId, firstDay, lastDay, employer: asked, ...said }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const employment = (await findEmployment(em, db, caller, today, employmentId)) ?? fail(NoSuchEmployment)
    checkVersion(employment)
    const before = employment.periods
    const known = new Set(before.flatMap(({ urns }) => urns))
    const missing = await notKept(
      db,
      caller,
      today,
      (said.urns ?? []).filter((urn) => !known.has(urn)),
    )
    if (missing.length > 0) fail(NoSuchWorkplace, { urns: missing })
    const employer = asked && ((await findEmployer(db, asked)) ?? fail(NoSuchEmployer))
    if (employment.hasEnded && (lastDay !== undefined || isBefore(employment.lastDay, firstDay)))
      fail(EmploymentHasEnded, { lastDay: employment.lastDay! })
    if (lastDay && lastDay < firstDay) fail(LastDayTooEarly)
    if (employment.lastDay !== null && isBefore(dayAfter(employment.lastDay), firstDay)) fail(NotWithinEmployment)

    const change: Partial<Conditions> = { ...said, ...(employer && { employer }) }
    const changed = changedFrom(lastDay === undefined ? before : lasting(before, lastDay), firstDay, change) ?? fail(NotWithinEmployment)
    // None begins then where only the end of a fixed term was moved.
    const period = changed.find((candidate) => candidate.firstDay === firstDay) ?? changed.at(-1)!
    if (period.urns.length === 0 && !(await mayKeepTeam(db, caller, today, period.employer, employment.personId))) fail(NoSuchEmployer)
    if (JSON.stringify(changed) === JSON.stringify(before)) return shownEmployment(employment, today)

    employment.record(changed, employment.endReason ?? null, newId, now)
    await em.flush()
    emit(EmploymentChanged, { employmentId: employment.id, personId: employment.personId, ...eventPeriod(period) })
    return shownEmployment(employment, today)
  },
  { constraints: { employment_once_at_a_time: EmploymentOverlaps } },
)
