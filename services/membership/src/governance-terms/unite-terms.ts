import { longestTermDays } from '@nlc/contracts/membership'
import { isBefore, later, plusDays } from '../employments/day.ts'
import { overlap } from '../employments/period.ts'
import type { GovernanceTerm, TermDates } from './governance-term.ts'

const datesOf = ({ firstDay, lastDay }: GovernanceTerm): TermDates => ({ firstDay, lastDay: lastDay ?? null })

/** The days of both, as far as a term can last. */
export function unitedDates(a: TermDates, b: TermDates, mayBeOpen: boolean): TermDates {
  const [firstDay] = [a.firstDay, b.firstDay].sort() as [string, string]
  const lastDay = later(a.lastDay, b.lastDay)
  const longest = plusDays(firstDay, longestTermDays - 1)
  return { firstDay, lastDay: lastDay === null ? (mayBeOpen ? null : longest) : isBefore(longest, lastDay) ? longest : lastDay }
}

/**
 * All of these belong to one person from now on. Terms on the same board that overlap become one; the person's own takes in
 * the other's, the earlier begun the later's. Answers each that was taken in, and into which.
 */
export function uniteTerms(terms: readonly GovernanceTerm[], personId: string, now: Date): [GovernanceTerm, GovernanceTerm][] {
  const standing = terms
    .filter(({ voided }) => !voided)
    .sort((a, b) => Number(b.personId === personId) - Number(a.personId === personId) || (a.firstDay < b.firstDay ? -1 : 1))
  const kept: GovernanceTerm[] = []
  const takenIn = new Map<GovernanceTerm, GovernanceTerm>()
  for (const next of standing) {
    let current = next
    for (;;) {
      const target = kept.find(
        (other) => other !== current && other.boardReference === current.boardReference && overlap(datesOf(other), datesOf(current)),
      )
      if (target === undefined) break
      const dates = unitedDates(datesOf(target), datesOf(current), target.category === 'head-teacher')
      const ended = [target, current].find(({ lastDay }) => lastDay === dates.lastDay)
      target.last(dates, ended?.endReason ?? null, now)
      current.void(now, target.id)
      takenIn.set(current, target)
      const index = kept.indexOf(current)
      if (index >= 0) kept.splice(index, 1)
      current = target
    }
    if (!kept.includes(current)) kept.push(current)
  }
  for (const term of terms) term.belongTo(personId, now)
  const final = (term: GovernanceTerm): GovernanceTerm => {
    const target = takenIn.get(term)
    return target === undefined ? term : final(target)
  }
  return [...takenIn.keys()].map((term) => [term, final(term)])
}
