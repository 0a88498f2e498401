/** From when until when a school belongs to which group, when the register says something of it. */
import { dayBefore } from '../employments/day.ts'
import { controls, type GroupKind } from './group-kind.ts'

export interface Period {
  readonly groupId: string
  readonly kind: GroupKind
  readonly firstDay: string
  readonly lastDay: string | null
}

/** What the register says: that a school belongs to this group, since when if it says so, and until when its group goes on. */
export interface Belonging {
  readonly groupId: string
  readonly kind: GroupKind
  readonly joinedOn?: string | undefined
  readonly groupLastDay?: string | null | undefined
}

export type PeriodChange =
  | { readonly what: 'begun'; readonly period: Period }
  | { readonly what: 'moved'; readonly period: Period; readonly to: string }
  | { readonly what: 'ended'; readonly period: Period; readonly lastDay: string }

/**
 * @param held every period of one school, in any order
 * @param since the day from which a belonging counts that the register does not date
 * @returns what changes, in an order in which no two trusts ever control the school at once; `conflict` where the register has it under
 *   two at a time, and the later stands.
 */
export function belong(held: readonly Period[], said: Belonging, since: string): PeriodChange[] | 'conflict' {
  const { groupId, kind, joinedOn, groupLastDay = null } = said
  const same = held.filter((period) => period.groupId === groupId)
  const open = same.find(({ lastDay }) => lastDay === null)
  if (open && (joinedOn === undefined || joinedOn === open.firstDay)) return []
  const firstDay = joinedOn ?? since
  if (groupLastDay !== null && groupLastDay < firstDay) return []
  if (!open && same.some((period) => period.lastDay !== null && period.lastDay >= firstDay)) return []

  // Everything else that may not overlap with it: its own earlier periods, and other controllers'.
  const others = held.filter((period) => period !== open && (period.groupId === groupId || (controls(kind) && controls(period.kind))))
  if (others.some((other) => other.firstDay >= firstDay)) return 'conflict'
  const ended = others
    .filter(({ lastDay }) => lastDay === null || lastDay >= firstDay)
    .map((period) => ({ what: 'ended' as const, period, lastDay: dayBefore(firstDay) }))
  if (open) return [...ended, { what: 'moved', period: open, to: firstDay }]
  return [...ended, { what: 'begun', period: { groupId, kind, firstDay, lastDay: null } }]
}

/** The school belongs to no more groups of these kinds from this day on, except these. */
export function leave(held: readonly Period[], kinds: readonly GroupKind[], except: readonly string[], from: string): PeriodChange[] {
  return held
    .filter(({ groupId, kind, lastDay }) => lastDay === null && kinds.includes(kind) && !except.includes(groupId))
    .map((period) => ({ what: 'ended', period, lastDay: period.firstDay < from ? dayBefore(from) : period.firstDay }))
}

/** A period after a change of it. */
export const applied = (change: Exclude<PeriodChange, { what: 'begun' }>): Period =>
  change.what === 'moved' ? { ...change.period, firstDay: change.to } : { ...change.period, lastDay: change.lastDay }
