import { firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import type { CalendarTerm } from './school-days.ts'

export type TermFault =
  | { readonly fault: 'backwards'; readonly term: CalendarTerm['term'] }
  | { readonly fault: 'outside-year'; readonly term: CalendarTerm['term']; readonly earliest: string; readonly latest: string }
  | { readonly fault: 'overlap'; readonly term: CalendarTerm['term']; readonly other: CalendarTerm['term'] }

const order = ['autumn', 'spring', 'summer']

/** The first thing that is wrong with them, if any is. They may be given in any order. */
export function faultOfTerms(academicYear: string, terms: readonly CalendarTerm[]): TermFault | undefined {
  const earliest = firstDayOfYear(academicYear)
  const latest = lastDayOfYear(academicYear)
  for (const { term, firstDay, lastDay, halfTermFirstDay: from, halfTermLastDay: to } of terms) {
    const halfTermFits = from === undefined ? to === undefined : to !== undefined && firstDay < from && from <= to && to < lastDay
    if (firstDay > lastDay || !halfTermFits) return { fault: 'backwards', term }
    if (firstDay < earliest || lastDay > latest) return { fault: 'outside-year', term, earliest, latest }
  }
  const inOrder = sortedTerms(terms)
  for (const [index, { term, firstDay }] of inOrder.entries()) {
    const before = inOrder[index - 1]
    if (before && (before.lastDay >= firstDay || order.indexOf(before.term) >= order.indexOf(term)))
      return { fault: 'overlap', term, other: before.term }
  }
  return undefined
}

export const sortedTerms = (terms: readonly CalendarTerm[]): CalendarTerm[] =>
  terms.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : 0))
