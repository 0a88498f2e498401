/** An employment as the API and events show one. */
import type { Employment as ShownEmployment } from '@nlc/contracts/membership'
import type { Static } from 'typebox'
import type { Employment, EmploymentEndReason } from './employment.ts'
import { conditionsOf, firstDayOf, lastDayOf, type Period, periodOn } from './period.ts'

type Shown = Static<typeof ShownEmployment>
/** As queries read it: periods as JSON, the earliest first. */
export interface EmploymentRow {
  readonly id: string
  readonly version: number
  readonly personId: string
  readonly endReason: EmploymentEndReason | null
  readonly periods: readonly Period[]
}

/** For events, without what only the employer's own systems need. */
export const eventPeriod = ({ firstDay, lastDay, employer, urns, workingDays, fte, staffCategory }: Period) => ({
  firstDay,
  lastDay: lastDay ?? undefined,
  employer,
  urns,
  workingDays,
  fte,
  staffCategory,
})

export const eventPeriods = (periods: readonly Period[]) => periods.map(eventPeriod)

const shownConditions = (period: Period) => ({ ...conditionsOf(period), payrollNumber: period.payrollNumber ?? undefined })

/** @param day whose conditions are shown. */
export function shownEmployment({ id, version, personId, endReason, periods }: EmploymentRow | Employment, day: string) {
  return {
    id,
    version,
    personId,
    firstDay: firstDayOf(periods),
    lastDay: lastDayOf(periods) ?? undefined,
    endReason: endReason ?? undefined,
    ...shownConditions(periodOn(periods, day)),
    periods: periods.map((period) => ({
      firstDay: period.firstDay,
      lastDay: period.lastDay ?? undefined,
      ...shownConditions(period),
    })),
  } satisfies { [K in keyof Shown]: unknown }
}
