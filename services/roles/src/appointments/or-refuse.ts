import {
  AppointmentHasEnded,
  AppointmentNotInState,
  ExplanationNeeded,
  GapBetweenPeriods,
  LastDayBeforeFirst,
  NotWithinAppointment,
  ReleaseNeeded,
  TooFarBack,
} from '@nlc/contracts/roles'
import type { Fail } from '@nlc/runtime'
import { isRefused, type Refused } from './refused.ts'

const problems = {
  'not-in-state': AppointmentNotInState,
  'has-ended': AppointmentHasEnded,
  'not-within': NotWithinAppointment,
  'release-needed': ReleaseNeeded,
  'last-day-before-first': LastDayBeforeFirst,
  gap: GapBetweenPeriods,
  'explanation-needed': ExplanationNeeded,
  'too-far-back': TooFarBack,
} as const

/** What was decided; or it is refused, in the words of the contract. */
export function orRefuse<Decided, R extends Refused<keyof typeof problems, object>>(
  decision: Decided | R,
  fail: Fail<(typeof problems)[R['refused']]>,
): Exclude<Decided, Refused<string, object>> {
  if (!isRefused<Decided, R>(decision)) return decision as never
  return (fail as Fail<never>)(problems[decision.refused] as never, decision.details as never)
}
