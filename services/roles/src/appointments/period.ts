/** The periods of one appointment: one after the other, without a gap. Nothing here knows of a database or a clock. */
import { type Days, dayAfter, dayBefore, isBefore, isOn, splitAt } from '@nlc/known/day'

export type Affiliation = 'employment' | 'governance' | 'partner' | 'network'

/** Through what it is held. At most one of the three is named. */
export interface Through {
  readonly affiliation: Affiliation
  readonly urn: string | null
  readonly groupId: string | null
  readonly organisationId: string | null
}

/** What holds during a period. */
export interface Conditions extends Through {
  readonly minutesPerWeek: number
  /** Of one whole holder. */
  readonly share: number
}

/** From the first to the last day, both counted; without a last day it is open. `paused`: the role is kept, no time accrues. */
export interface Period extends Conditions {
  readonly firstDay: string
  readonly lastDay: string | null
  readonly paused: boolean
}

/** Where it is held, as the database compares places. */
export const placeOf = ({ urn, groupId, organisationId }: Through): string => urn ?? groupId ?? organisationId ?? ''

/** A school or trust gives up its staff's time for it. */
export const takesTime = ({ affiliation, urn, groupId, minutesPerWeek }: Conditions): boolean =>
  affiliation === 'employment' && (urn ?? groupId) !== null && minutesPerWeek > 0

export const sameConditions = (a: Conditions & { paused: boolean }, b: Conditions & { paused: boolean }): boolean =>
  a.affiliation === b.affiliation &&
  placeOf(a) === placeOf(b) &&
  a.minutesPerWeek === b.minutesPerWeek &&
  a.share === b.share &&
  a.paused === b.paused

export const firstDayOf = (periods: readonly Period[]): string => periods[0]!.firstDay
export const lastDayOf = (periods: readonly Period[]): string | null => periods.at(-1)!.lastDay

/** The period in force on a day; the first before it begins, the last once it has ended. */
export const periodOn = (periods: readonly Period[], day: string): Period =>
  periods.find(({ lastDay }) => !isBefore(lastDay, day)) ?? periods.at(-1)!

/** Each runs forwards, each begins on the day after the one before ends, and only the last may be open. */
export const areJoined = (periods: readonly Days[]): boolean =>
  periods.length > 0 &&
  periods.every(({ firstDay, lastDay }, index) => {
    const next = periods[index + 1]
    return !isBefore(lastDay, firstDay) && (next === undefined || (lastDay !== null && next.firstDay === dayAfter(lastDay)))
  })

/** What holds on after each other without a difference is one. */
export function joined(periods: readonly Period[]): Period[] {
  const whole: Period[] = []
  for (const period of periods) {
    const before = whole.at(-1)
    if (before && sameConditions(before, period)) whole[whole.length - 1] = { ...before, lastDay: period.lastDay }
    else whole.push(period)
  }
  return whole
}

/**
 * The same with other conditions from a day on, until the next period that is recorded. That day lies within a period, after
 * its first day; undefined where it does not, and the same where nothing is different.
 */
export function changedFrom(periods: readonly Period[], firstDay: string, change: Partial<Conditions>): Period[] | undefined {
  const index = periods.findIndex((period) => isOn(period, firstDay))
  const changing = periods[index]
  if (changing === undefined || changing.firstDay === firstDay) return undefined
  const changed: Period = { ...changing, ...change, firstDay }
  if (sameConditions(changing, changed)) return [...periods]
  return [...periods.slice(0, index), { ...changing, lastDay: dayBefore(firstDay) }, changed, ...periods.slice(index + 1)]
}

/** Paused, or not, on each day from this one on; undefined where the day is on none of the periods. */
export function pausedFrom(periods: readonly Period[], day: string, paused: boolean): Period[] | undefined {
  if (!periods.some((period) => isOn(period, day))) return undefined
  return joined(periods.flatMap((period) => splitAt(period, day)).map((piece) => (piece.firstDay < day ? piece : { ...piece, paused })))
}

/** From a day on, what was at one school is at another. */
export function movedFrom(periods: readonly Period[], day: string, urn: string, successorUrn: string): Period[] {
  return joined(
    periods
      .flatMap((period) => (period.urn === urn ? splitAt(period, day) : [period]))
      .map((piece) => (piece.urn === urn && piece.firstDay >= day ? { ...piece, urn: successorUrn } : piece)),
  )
}

/** What of it lies before the end of a day. Nothing becomes longer by it. */
export function until(periods: readonly Period[], lastDay: string): Period[] {
  return periods
    .filter(({ firstDay }) => firstDay <= lastDay)
    .map((period) => (period.lastDay === null || period.lastDay > lastDay ? { ...period, lastDay } : period))
}

/** One person, one role: would both be held in one place on the same day? */
export const collide = (ours: readonly Period[], theirs: readonly Period[]): boolean =>
  ours.some((a) => theirs.some((b) => placeOf(a) === placeOf(b) && !isBefore(a.lastDay, b.firstDay) && !isBefore(b.lastDay, a.firstDay)))

/** Two that overlap, as one without a gap: each day that one of them covers is covered, and where both do, ours holds. */
export function united(ours: readonly Period[], theirs: readonly Period[]): Period[] {
  const days = new Set<string>()
  for (const { firstDay, lastDay } of [...ours, ...theirs]) {
    days.add(firstDay)
    if (lastDay !== null) days.add(dayAfter(lastDay))
  }
  const begins = [...days].sort()
  return joined(
    begins.flatMap((firstDay, index) => {
      const said = ours.find((period) => isOn(period, firstDay)) ?? theirs.find((period) => isOn(period, firstDay))
      if (said === undefined) return []
      const next = begins[index + 1]
      return [{ ...said, firstDay, lastDay: next === undefined ? null : dayBefore(next) }]
    }),
  )
}

/** The first day on which the one says something else than the other; undefined where they say the same. */
export function firstDifference(ours: readonly Period[], theirs: readonly Period[]): string | undefined {
  const days = [...ours, ...theirs].flatMap(({ firstDay, lastDay }) => (lastDay === null ? [firstDay] : [firstDay, dayAfter(lastDay)]))
  return days.sort().find((day) => {
    const [our, their] = [ours, theirs].map((periods) => periods.find((period) => isOn(period, day)))
    return our === undefined || their === undefined ? our !== their : !sameConditions(our, their)
  })
}
