/** What an appointment stands on, and from when on it does not. */

import type { Succession } from '@nlc/known'
import { dayAfter, dayBefore, isBefore, isOn, plusDays } from '@nlc/known/day'
import { type Appointment, type Befallen, befallen, carriedOver, type EndReason, heldPeriods, type Limit } from './appointment.ts'
import { type Affiliation, type Period, placeOf } from './period.ts'

/** From when until when something is so. No last day: open. */
export interface Span {
  readonly firstDay: string
  readonly lastDay: string | null
}

/** A person works somewhere, governs it, or is one of its people. */
export interface AffiliationSpan extends Span {
  readonly affiliation: Affiliation
  readonly place: string
}

export interface Standing {
  readonly networkKind: 'school-network' | 'professional-network'
  /** Its last day, which counts. */
  readonly dissolvedOn: string | null
  readonly affiliations: readonly AffiliationSpan[]
  /** When which school belonged to the network. */
  readonly schools: readonly (Span & { readonly urn: string })[]
  /** When the person belonged to the network, as one of the people of a professional one. */
  readonly memberships: readonly Span[]
  /** Of its schools, and of those that carry them on; the earliest first. */
  readonly successions: readonly Succession[]
  /** Of the co-leadership that it follows; null where nothing is known of it. */
  readonly coLeadership: { readonly lastDay: string | null; readonly reason: EndReason } | null
}

/** Spans that meet or overlap as one, the earliest first. */
function merged(spans: readonly Span[]): Span[] {
  const whole: Span[] = []
  for (const span of spans.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))) {
    const before = whole.at(-1)
    if (before && (before.lastDay === null || span.firstDay <= dayAfter(before.lastDay))) {
      const lastDay =
        before.lastDay === null || span.lastDay === null ? null : before.lastDay > span.lastDay ? before.lastDay : span.lastDay
      whole[whole.length - 1] = { firstDay: before.firstDay, lastDay }
    } else whole.push(span)
  }
  return whole
}

/** Days by which what it stands on may begin late: a first day at a school that is put off. */
const patienceDays = 31

/**
 * The last day until which each period has what it needs without a break; null where it always has. What begins a little late
 * is no break: the role waits for whom it is for. What begins much later is something else.
 */
export function coveredUntil(periods: readonly Period[], spansFor: (period: Period) => readonly Span[]): string | null {
  for (const period of periods) {
    const span = merged(spansFor(period)).find(
      ({ firstDay, lastDay }) =>
        !isBefore(lastDay, period.firstDay) && !isBefore(period.lastDay, firstDay) && firstDay <= plusDays(period.firstDay, patienceDays),
    )
    if (span === undefined) return dayBefore(period.firstDay)
    if (span.lastDay !== null && (period.lastDay === null || span.lastDay < period.lastDay)) return span.lastDay
  }
  return null
}

/** The first that comes; of those on one day, the first of this list. */
export function limitOf(appointment: Pick<Appointment, 'coLeaderId' | 'intended'>, standing: Standing): Limit | null {
  const { networkKind, dissolvedOn, affiliations, schools, memberships, coLeadership } = standing
  const limits: { lastDay: string | null; reason: EndReason }[] = [{ lastDay: dissolvedOn, reason: 'network-dissolved' }]
  // Of its co-leaders the network itself decides: whether they are still at their schools is looked at there.
  if (appointment.coLeaderId !== null) limits.push(coLeadership ?? { lastDay: null, reason: 'completed' })
  else {
    const always: Span = { firstDay: '0001-01-01', lastDay: null }
    limits.push(
      {
        lastDay: coveredUntil(appointment.intended, ({ urn }) =>
          networkKind === 'school-network' && urn !== null ? schools.filter((school) => school.urn === urn) : [always],
        ),
        reason: 'school-left-network',
      },
      {
        lastDay: networkKind === 'professional-network' ? coveredUntil(appointment.intended, () => memberships) : null,
        reason: 'stepped-down',
      },
      {
        lastDay: coveredUntil(appointment.intended, (period) =>
          period.affiliation === 'network'
            ? [always]
            : affiliations.filter(({ affiliation, place }) => affiliation === period.affiliation && place === placeOf(period)),
        ),
        reason: 'left-school',
      },
    )
  }
  let first: Limit | null = null
  for (const { lastDay, reason } of limits) if (lastDay !== null && (first === null || lastDay < first.lastDay)) first = { lastDay, reason }
  return first
}

export interface Settled extends Befallen {
  /** Of what was carried over: the first day at the school that carries on. */
  readonly firstDay?: string
}

/**
 * An appointment that stands, matched with what is known now. Undefined where nothing that is shown of it differs: then it is
 * left as it is, and matched anew next time.
 */
export function settled(appointment: Appointment, standing: Standing): Settled | undefined {
  const carried = standing.successions.reduce(carriedOver, appointment)
  const now = { ...carried, limit: limitOf(carried, standing) }
  const befell = befallen(appointment, now)
  if (befell === undefined || befell.happened === 'withdrawn') return befell
  const before = heldPeriods(appointment)
  const came = heldPeriods(now).find(
    ({ urn, firstDay }) => urn !== null && !before.some((period) => period.urn === urn && isOn(period, firstDay)),
  )
  const succession =
    came && standing.successions.find(({ successorUrn, firstDay }) => successorUrn === came.urn && firstDay <= came.firstDay)
  if (succession === undefined) return befell
  // Of an offer, nobody outside is told.
  return { now: befell.now, happened: now.stage === 'confirmed' ? 'carried-over' : 'offered', firstDay: succession.firstDay }
}
