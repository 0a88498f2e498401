/** An appointment as it is through some places alone: what a subscription may see of it. */

import type { AppointmentRecord } from '@nlc/contracts/roles'
import type { AppointmentMessage } from '@nlc/contracts/subscriptions'
import type { Static } from 'typebox'

export type Appointment = Static<typeof AppointmentRecord>
export type Period = Appointment['periods'][number]
/** Without what differs by who is told. */
export type AppointmentData = Omit<Static<typeof AppointmentMessage>, 'supersedes' | 'recipientRef'>

export interface VisibleAppointment {
  readonly data: AppointmentData
  /** Of the periods that are shown. */
  readonly places: readonly string[]
  /** It goes on at a place that is not shown: here it ends, for no reason of its own. */
  readonly goesOnElsewhere: boolean
}

const neverTold = new Set<Appointment['state']>(['offered', 'school-agreed', 'declined', 'withdrawn', 'voided'])

/**
 * @param placeOf where a period is, as that place is called now; nothing where no school or trust stands behind it.
 * @returns nothing where none of it is shown, and of what nobody holds.
 */
export function visibleAppointment(
  record: Appointment,
  placeOf: (period: Period) => string | undefined,
  isShown: (period: Period, place: string) => boolean,
  today: string,
): VisibleAppointment | undefined {
  if (neverTold.has(record.state)) return undefined
  const places = new Set<string>()
  const periods = record.periods.filter((period) => {
    const place = placeOf(period)
    const shown = place !== undefined && isShown(period, place)
    if (shown) places.add(place)
    return shown
  })
  const [first] = periods
  const last = periods.at(-1)
  if (!first || !last) return undefined

  const goesOnElsewhere = last !== record.periods.at(-1)
  const { firstDay: _, lastDay: __, paused: ___, ...conditions } = periodFor(periods, today)
  const { id, version, personId, networkId, roleCode, subject, covers, endReason, recordedAt } = record
  return {
    places: [...places].sort(),
    goesOnElsewhere,
    data: {
      id,
      version,
      personId,
      networkId,
      roleCode,
      ...(subject !== undefined && { subject }),
      state: stateOn(periods, today),
      firstDay: first.firstDay,
      ...(last.lastDay !== undefined && { lastDay: last.lastDay }),
      ...conditions,
      ...(covers !== undefined && { covers }),
      ...(endReason !== undefined && !goesOnElsewhere && { endReason }),
      periods,
      recordedAt,
    },
  }
}

const isOn = ({ firstDay, lastDay }: Period, day: string) => firstDay <= day && (lastDay === undefined || day <= lastDay)

/** In force on the day; else the next to come; else the last. */
const periodFor = (periods: readonly Period[], day: string): Period =>
  periods.find((period) => isOn(period, day)) ?? periods.find(({ firstDay }) => firstDay > day) ?? periods.at(-1)!

export function stateOn(periods: readonly Period[], day: string): 'accepted' | 'active' | 'paused' | 'ended' {
  const period = periodFor(periods, day)
  if (isOn(period, day)) return period.paused ? 'paused' : 'active'
  return period.firstDay > day ? 'accepted' : 'ended'
}
