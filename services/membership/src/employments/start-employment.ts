import {
  EmploymentOverlaps,
  EmploymentStarted,
  LastDayTooEarly,
  NoSuchEmployer,
  NoSuchPerson,
  NoSuchWorkplace,
  PersonWasErased,
  PersonWasMerged,
  StartEmployment,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { holdPerson } from '../people/hold-person.ts'
import { findEmployer, mayKeepTeam, notKept } from './authority.ts'
import { isBefore } from './day.ts'
import { Employment } from './employment.ts'
import type { Period } from './period.ts'
import { eventPeriod, shownEmployment } from './shown-employment.ts'

export const startEmployment = handle(
  StartEmployment,
  async ({ personId, ...said }, { em, sql: db, caller, now, today, emit, fail }) => {
    const person = (await holdPerson(db, caller, today, personId)) ?? fail(NoSuchPerson)
    const missing = await notKept(db, caller, today, said.urns)
    if (missing.length > 0) fail(NoSuchWorkplace, { urns: missing })
    const employer = (await findEmployer(db, said.employer)) ?? fail(NoSuchEmployer)
    if (said.urns.length === 0 && !(await mayKeepTeam(db, caller, today, employer, person.mergedInto ?? person.id))) fail(NoSuchEmployer)
    if (person.mergedInto) fail(PersonWasMerged, { intoPersonId: person.mergedInto })
    if (person.erased) fail(PersonWasErased)

    const period: Period = { ...said, employer, lastDay: said.lastDay ?? null, payrollNumber: said.payrollNumber ?? null }
    if (isBefore(period.lastDay, period.firstDay)) fail(LastDayTooEarly)
    const employment = Employment.started({ id: newId(), personId: person.id, newId }, [period], now)
    await em.persist(employment).flush()
    emit(EmploymentStarted, { employmentId: employment.id, personId: person.id, ...eventPeriod(period) })
    return shownEmployment(employment, today)
  },
  { constraints: { employment_once_at_a_time: EmploymentOverlaps } },
)
