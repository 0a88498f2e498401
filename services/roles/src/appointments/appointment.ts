/**
 * An appointment: a person in a role of a network. What people decided is kept apart from what befell it since (the holder left the
 * school), so that taking the cause back gives back what was decided. Every function here decides on values, the day an argument.
 */
import { isBefore, isOn, lasting } from '@nlc/known/day'
import {
  areJoined,
  type Conditions,
  changedFrom,
  firstDayOf,
  lastDayOf,
  movedFrom,
  type Period,
  pausedFrom,
  periodOn,
  placeOf,
  sameConditions,
  takesTime,
  until,
} from './period.ts'
import { type Refused, refused } from './refused.ts'

export type Stage = 'offered' | 'school-agreed' | 'confirmed' | 'declined' | 'withdrawn' | 'voided'
export type State = 'offered' | 'school-agreed' | 'accepted' | 'active' | 'paused' | 'ended' | 'declined' | 'withdrawn' | 'voided'
export type EndReason =
  | 'completed'
  | 'stepped-down'
  | 'left-school'
  | 'school-left-network'
  | 'release-withdrawn'
  | 'network-dissolved'
  | 'merged-duplicate'

/** Up to how many minutes a week a place releases. */
export interface Release {
  readonly place: string
  readonly minutesPerWeek: number
  readonly releasedBy: string
}

/** The day, counted, after which what it stands on is gone. */
export interface Limit {
  readonly lastDay: string
  readonly reason: EndReason
}

export interface Appointment {
  readonly id: string
  /** That of its last event. */
  readonly version: number
  readonly personId: string
  readonly networkId: string
  readonly roleCode: string
  readonly subject: string | null
  readonly covers: string | null
  /** The co-leadership that it follows, of which membership decides. */
  readonly coLeaderId: string | null
  readonly stage: Stage
  /** As people decided; the earliest first, never empty. */
  readonly intended: readonly Period[]
  /** Why people ended it, by whose decision `intended` ends where it does. */
  readonly endedAs: EndReason | null
  readonly limit: Limit | null
  readonly releases: readonly Release[]
}

export const livingStages: readonly Stage[] = ['offered', 'school-agreed', 'confirmed']
export const isLiving = ({ stage }: Appointment): boolean => livingStages.includes(stage)
const isOffer = ({ stage }: Appointment): boolean => stage === 'offered' || stage === 'school-agreed'

/** The limit, where it takes anything away. */
function cut({ intended, limit }: Appointment): Limit | null {
  const last = lastDayOf(intended)
  return limit && (last === null || limit.lastDay < last) ? limit : null
}

/** When it is held, as far as it is known: empty where it is lost before it begins. */
export function heldPeriods(appointment: Appointment): readonly Period[] {
  const limit = cut(appointment)
  return limit ? until(appointment.intended, limit.lastDay) : appointment.intended
}

/** Why it ends, where that was decided or follows from something. */
export const endReasonOf = (appointment: Appointment): EndReason | null => cut(appointment)?.reason ?? appointment.endedAs

export function stateOn(appointment: Appointment, day: string): State {
  if (appointment.stage !== 'confirmed') return appointment.stage
  const periods = heldPeriods(appointment)
  if (periods.length === 0) return 'voided'
  if (day < firstDayOf(periods)) return 'accepted'
  if (isBefore(lastDayOf(periods), day)) return 'ended'
  return periodOn(periods, day).paused ? 'paused' : 'active'
}

export type NotInState = Refused<'not-in-state', { state: State; needed: State[] }>
export type HasEnded = Refused<'has-ended', { lastDay: string }>
export type ReleaseNeeded = Refused<'release-needed', { minutesPerWeek: number; released: number }>

const notInState = (appointment: Appointment, today: string, needed: State[]): NotInState =>
  refused('not-in-state', { state: stateOn(appointment, today), needed })

/** Held, or to be: what is offered, over before it began or entered in error is not. */
function notConfirmed(appointment: Appointment, today: string): NotInState | undefined {
  return appointment.stage === 'confirmed' && heldPeriods(appointment).length > 0
    ? undefined
    : notInState(appointment, today, ['accepted', 'active', 'paused'])
}

export const releasedAt = ({ releases }: Appointment, place: string): number =>
  releases.find((release) => release.place === place)?.minutesPerWeek ?? 0

/** The first of these periods for which more time is taken than its place released, and more than was held there before. */
function unreleased(appointment: Appointment, periods: readonly Period[], before: readonly Period[]): ReleaseNeeded | undefined {
  for (const period of periods.filter(takesTime)) {
    const place = placeOf(period)
    const held = before.filter((one) => placeOf(one) === place && takesTime(one)).map(({ minutesPerWeek }) => minutesPerWeek)
    if (period.minutesPerWeek > Math.max(releasedAt(appointment, place), ...held))
      return refused('release-needed', { minutesPerWeek: period.minutesPerWeek, released: releasedAt(appointment, place) })
  }
  return undefined
}

export function releaseOf(appointment: Appointment): 'not-needed' | 'awaited' | 'given' {
  if (!appointment.intended.some(takesTime)) return 'not-needed'
  return isOffer(appointment) && unreleased(appointment, appointment.intended, []) ? 'awaited' : 'given'
}

/** A new one, with what its school releases beforehand. */
export function offered(of: Omit<Appointment, 'version' | 'stage' | 'endedAs' | 'limit'>): Appointment {
  const appointment: Appointment = { ...of, version: 0, stage: 'offered', endedAs: null, limit: null }
  return releaseOf(appointment) === 'given' ? { ...appointment, stage: 'school-agreed' } : appointment
}

/** The same where so much is released already. */
export function released(appointment: Appointment, release: Release, today: string): Appointment | NotInState {
  if (!isLiving(appointment) || heldPeriods(appointment).length === 0)
    return notInState(appointment, today, ['offered', 'school-agreed', 'accepted', 'active', 'paused'])
  if (releasedAt(appointment, release.place) >= release.minutesPerWeek) return appointment
  const now = { ...appointment, releases: [...appointment.releases.filter(({ place }) => place !== release.place), release] }
  return now.stage === 'offered' && releaseOf(now) === 'given' ? { ...now, stage: 'school-agreed' } : now
}

export function accepted(appointment: Appointment, today: string): Appointment | NotInState | ReleaseNeeded {
  if (!isOffer(appointment)) return notInState(appointment, today, ['offered', 'school-agreed'])
  return unreleased(appointment, appointment.intended, []) ?? { ...appointment, stage: 'confirmed' }
}

/** By the person or by the school that was to release the time. */
export const declined = (appointment: Appointment, today: string): Appointment | NotInState =>
  isOffer(appointment) ? { ...appointment, stage: 'declined' } : notInState(appointment, today, ['offered', 'school-agreed'])

export const withdrawn = (appointment: Appointment, today: string): Appointment | NotInState =>
  isOffer(appointment) ? { ...appointment, stage: 'withdrawn' } : notInState(appointment, today, ['offered', 'school-agreed'])

/** From a day on other conditions, another last day (`null`: open; undefined: as it is), or both. The same where nothing is different. */
export function changed(
  appointment: Appointment,
  { firstDay, lastDay, change }: { firstDay: string; lastDay: string | null | undefined; change: Partial<Conditions> },
  today: string,
): Appointment | NotInState | HasEnded | ReleaseNeeded | Refused<'not-within' | 'last-day-before-first'> {
  const not = notConfirmed(appointment, today)
  if (not) return not
  const held = heldPeriods(appointment)
  const { intended } = appointment
  if (appointment.endedAs !== null && (lastDay !== undefined || isBefore(lastDayOf(held), firstDay)))
    return refused('has-ended', { lastDay: lastDayOf(held)! })
  if (cut(appointment) && isBefore(lastDayOf(held), firstDay)) return refused('has-ended', { lastDay: lastDayOf(held)! })
  if (lastDay && lastDay < firstDay) return refused('last-day-before-first')

  const lasts = lastDay === undefined ? intended : lasting(intended, lastDay)
  const there = lasts.find((period) => isOn(period, firstDay))
  if (there === undefined) return refused('not-within')
  const now = sameConditions(there, { ...there, ...change }) ? lasts : changedFrom(lasts, firstDay, change)
  if (now === undefined) return refused('not-within')
  return unreleased(appointment, now, intended) ?? { ...appointment, intended: now }
}

/** @param paused or, where it is paused, resumed. */
export function pausedOrResumed(
  appointment: Appointment,
  firstDay: string,
  paused: boolean,
  today: string,
): Appointment | NotInState | HasEnded | Refused<'not-within'> {
  const not = notConfirmed(appointment, today)
  if (not) return not
  const held = heldPeriods(appointment)
  if (isBefore(lastDayOf(held), firstDay)) return refused('has-ended', { lastDay: lastDayOf(held)! })
  if (firstDay < firstDayOf(held)) return refused('not-within')
  const isPaused = periodOn(held, firstDay).paused
  if (isPaused === paused) {
    const [state, needed]: [State, State] = isPaused ? ['paused', 'active'] : ['active', 'paused']
    return refused('not-in-state', { state, needed: [needed] })
  }
  return { ...appointment, intended: pausedFrom(appointment.intended, firstDay, paused)! }
}

/** The last day counts. It can be earlier than an end that follows from something else, not later. */
export function ended(
  appointment: Appointment,
  lastDay: string,
  reason: EndReason,
  today: string,
): Appointment | NotInState | HasEnded | Refused<'last-day-before-first'> {
  const not = notConfirmed(appointment, today)
  if (not) return not
  const last = lastDayOf(heldPeriods(appointment))
  const isLater = last !== null && (cut(appointment) ? lastDay >= last : lastDay > last)
  if (last !== null && (appointment.endedAs !== null || isLater)) return refused('has-ended', { lastDay: last })
  if (lastDay < firstDayOf(appointment.intended)) return refused('last-day-before-first')
  return { ...appointment, intended: lasting(appointment.intended, lastDay), endedAs: reason }
}

/** All its periods as they should have been, and why it ended, where it did. */
export function corrected(
  appointment: Appointment,
  periods: readonly Period[],
  endedAs: EndReason | null,
  today: string,
): Appointment | NotInState | ReleaseNeeded | Refused<'last-day-before-first' | 'gap'> {
  if (appointment.stage !== 'confirmed') return notInState(appointment, today, ['accepted', 'active', 'paused', 'ended'])
  if (periods.some(({ firstDay, lastDay }) => isBefore(lastDay, firstDay))) return refused('last-day-before-first')
  if (!areJoined(periods)) return refused('gap')
  const now = { ...appointment, intended: periods, endedAs: lastDayOf(periods) === null ? null : endedAs }
  return unreleased(appointment, periods, appointment.intended) ?? now
}

/** Entered in error: it never was. */
export const voided = (appointment: Appointment, today: string): Appointment | NotInState =>
  appointment.stage === 'confirmed'
    ? { ...appointment, stage: 'voided' }
    : notInState(appointment, today, ['accepted', 'active', 'paused', 'ended'])

export interface Befallen {
  readonly now: Appointment
  readonly happened: 'ended' | 'voided' | 'corrected' | 'withdrawn' | 'offered' | 'carried-over'
}

/** What befell one that stands, where another limit makes it so. Undefined where nothing that is shown of it differs. */
export function befallen(appointment: Appointment, now: Appointment): Befallen | undefined {
  const [before, after] = [heldPeriods(appointment), heldPeriods(now)]
  if (JSON.stringify([before, endReasonOf(appointment)]) === JSON.stringify([after, endReasonOf(now)])) return undefined
  if (isOffer(appointment))
    return after.length === 0 ? { now: { ...now, stage: 'withdrawn' }, happened: 'withdrawn' } : { now, happened: 'offered' }
  if (after.length === 0) return { now, happened: 'voided' }
  return { now, happened: before.length > 0 && cut(now) && endReasonOf(appointment) === null ? 'ended' : 'corrected' }
}

/** One school carries another on: from the day on it is held through that one, which releases what the other released. */
export function carriedOver(
  appointment: Appointment,
  { urn, successorUrn, firstDay }: { urn: string; successorUrn: string; firstDay: string },
): Appointment {
  const intended = movedFrom(appointment.intended, firstDay, urn, successorUrn)
  const release = appointment.releases.find(({ place }) => place === urn)
  const minutesPerWeek = Math.max(release?.minutesPerWeek ?? 0, releasedAt(appointment, successorUrn))
  const releases =
    release === undefined
      ? appointment.releases
      : [...appointment.releases.filter(({ place }) => place !== successorUrn), { ...release, place: successorUrn, minutesPerWeek }]
  return { ...appointment, intended, releases }
}
