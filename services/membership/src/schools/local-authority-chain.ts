/**
 * Under which authority's code, with which number, a school is known from when until when: one chain per school, without a gap
 * from for ever to for ever.
 */
import { dayBefore } from '../employments/day.ts'
import { reorganisedOn, solePredecessorOf } from '../local-authorities/reorganisations.ts'

export interface Code {
  readonly laCode: string
  readonly establishmentNumber: string | null
}
export interface Link extends Code {
  readonly firstDay: string | null
  readonly lastDay: string | null
}

/** Of a school that is seen for the first time: its code, ever since; or since its authority began, and its predecessor's before. */
export function firstLinks(code: Code, opened: string | null): Link[] {
  const before = solePredecessorOf(code.laCode)
  if (!before || (opened !== null && opened >= before.firstDay)) return [{ ...code, firstDay: null, lastDay: null }]
  return [
    { laCode: before.code, establishmentNumber: null, firstDay: null, lastDay: dayBefore(before.firstDay) },
    { ...code, firstDay: before.firstDay, lastDay: null },
  ]
}

/**
 * The last link becomes these: it ends before the new code begins; or has that code instead, where it is no older itself. A
 * reorganisation gives the day; what the register does not date begins on the day of the extract.
 */
export function recode(last: Link, code: Code, extractedOn: string): Link[] {
  const reorganised = last.laCode === code.laCode ? undefined : reorganisedOn(last.laCode, code.laCode)
  const firstDay = reorganised !== undefined && reorganised <= extractedOn ? reorganised : extractedOn
  if (last.firstDay !== null && firstDay <= last.firstDay) return [{ ...last, ...code }]
  return [
    { ...last, lastDay: dayBefore(firstDay) },
    { ...code, firstDay, lastDay: null },
  ]
}
