/** What a day is at a school, and which terms can stand. */

import { academicYearOf, academicYearsBetween, firstDayOfYear, isAcademicYear, lastDayOfYear } from '@nlc/known/academic-year'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bankHolidaysBetween } from './bank-holidays.ts'
import { faultOfTerms } from './check-terms.ts'
import { type CalendarEntry, type CalendarTerm, hasPupils, schoolDay, schoolDays } from './school-days.ts'

const autumn: CalendarTerm = {
  ...{ term: 'autumn', firstDay: '2026-09-02', lastDay: '2026-12-18' },
  ...{ halfTermFirstDay: '2026-10-26', halfTermLastDay: '2026-10-30' },
}
const spring: CalendarTerm = { term: 'spring', firstDay: '2027-01-04', lastDay: '2027-04-09' }
const summer: CalendarTerm = { term: 'summer', firstDay: '2027-04-19', lastDay: '2027-07-21' }
const terms = [autumn, spring, summer]
const isBankHoliday = await bankHolidaysBetween('2026-09-01', '2027-08-31')
const entry = (kind: CalendarEntry['kind'], firstDay: string, lastDay = firstDay): CalendarEntry => ({ kind, firstDay, lastDay })
const kindOn = (day: string, ...entries: CalendarEntry[]) => schoolDay({ terms, entries, isBankHoliday }, day).kind

test('a term’s first and last day count; half-term, weekends and what lies between terms are none of it', () => {
  expect(['2026-09-01', '2026-09-02', '2026-12-18', '2026-12-21'].map((day) => kindOn(day))).toEqual([
    'holiday',
    'pupils',
    'pupils',
    'holiday',
  ])
  expect(['2026-10-23', '2026-10-25', '2026-10-26', '2026-10-30', '2026-11-02'].map((day) => kindOn(day))).toEqual([
    'pupils',
    'weekend',
    'holiday',
    'holiday',
    'pupils',
  ])
})

test('a bank holiday inside a term is a holiday, whatever year Easter makes of it', () => {
  expect(['2027-03-26', '2027-03-29', '2027-05-03', '2027-05-04'].map((day) => kindOn(day))).toEqual([
    'holiday',
    'holiday',
    'holiday',
    'pupils',
  ])
})

test('on INSET days staff come without pupils, also before the term; a closure takes an INSET day, too, and no holiday', () => {
  expect(kindOn('2026-09-01', entry('inset', '2026-09-01'))).toBe('inset')
  expect(kindOn('2026-11-02', entry('inset', '2026-11-02'))).toBe('inset')
  expect(kindOn('2026-11-02', entry('inset', '2026-11-02'), entry('closure', '2026-11-02'))).toBe('closure')
  expect(kindOn('2026-12-23', entry('closure', '2026-12-20', '2026-12-30'))).toBe('holiday')
})

test('a half-day, exams and a twilight leave pupils at school; what else is so of the day is said beside', () => {
  const day = schoolDay({ terms, entries: [entry('half-day', '2026-12-18'), entry('twilight', '2026-12-18')], isBankHoliday }, '2026-12-18')
  expect(day).toEqual({ day: '2026-12-18', kind: 'half-day', term: 'autumn', twilight: true, examWeek: false, blackout: false })
  expect(hasPupils(day)).toBe(true)
  const exams = schoolDay({ terms, entries: [entry('exam-week', '2027-05-10', '2027-05-14')], isBankHoliday }, '2027-05-12')
  expect(exams).toMatchObject({ kind: 'pupils', examWeek: true })
})

const days = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2026, 8, 1 + n)).toISOString().slice(0, 10))
const kinds = fc.constantFrom<CalendarEntry['kind']>('inset', 'closure', 'half-day', 'twilight', 'exam-week', 'blackout')
const entries = fc.array(
  fc.tuple(kinds, days, days).map(([kind, a, b]) => entry(kind, a < b ? a : b, a < b ? b : a)),
  { maxLength: 6 },
)

test('pupils are only there on weekdays in a term, never on a day with an INSET or a closure; each day of a range is there once', () => {
  fc.assert(
    fc.property(entries, days, days, (entered, a, b) => {
      const [first, last] = a < b ? [a, b] : [b, a]
      const range = schoolDays({ terms, entries: entered, isBankHoliday }, first, last)
      expect(range[0]?.day).toBe(first)
      expect(range.at(-1)?.day).toBe(last)
      expect(new Set(range.map(({ day }) => day)).size).toBe(range.length)
      for (const day of range) {
        if (!hasPupils(day)) continue
        expect(day.term).toBeDefined()
        expect([0, 6]).not.toContain(new Date(day.day).getUTCDay())
        const barred = entered.some(
          ({ kind, firstDay, lastDay }) => ['inset', 'closure'].includes(kind) && firstDay <= day.day && day.day <= lastDay,
        )
        expect(barred).toBe(false)
      }
    }),
  )
})

test('terms that stand in their year, each once and in order, are right in whatever order they are given', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(terms, { minLength: 1 }), (given) => {
      expect(faultOfTerms('2026-27', given)).toBeUndefined()
    }),
  )
})

test('the first fault of terms is named', () => {
  expect(faultOfTerms('2026-27', [{ ...autumn, lastDay: '2026-09-01' }])).toEqual({ fault: 'backwards', term: 'autumn' })
  expect(faultOfTerms('2026-27', [{ ...autumn, halfTermLastDay: undefined }])).toEqual({ fault: 'backwards', term: 'autumn' })
  expect(faultOfTerms('2026-27', [{ ...autumn, halfTermFirstDay: '2026-09-02' }])).toEqual({ fault: 'backwards', term: 'autumn' })
  expect(faultOfTerms('2027-28', [autumn])).toMatchObject({
    fault: 'outside-year',
    term: 'autumn',
    earliest: '2027-09-01',
    latest: '2028-08-31',
  })
  expect(faultOfTerms('2026-27', [autumn, { ...spring, firstDay: '2026-12-18' }])).toEqual({
    fault: 'overlap',
    term: 'spring',
    other: 'autumn',
  })
  expect(faultOfTerms('2026-27', [autumn, { ...spring, term: 'autumn' }])).toEqual({ fault: 'overlap', term: 'autumn', other: 'autumn' })
  expect(faultOfTerms('2026-27', [{ ...autumn, term: 'summer' }, spring])).toEqual({ fault: 'overlap', term: 'spring', other: 'summer' })
})

test('each day lies in one academic year, from its first to its last', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (date) => {
      const day = date.toISOString().slice(0, 10)
      const year = academicYearOf(day)
      expect(isAcademicYear(year)).toBe(true)
      expect(firstDayOfYear(year) <= day && day <= lastDayOfYear(year)).toBe(true)
    }),
  )
  expect(isAcademicYear('2026-28')).toBe(false)
  expect(academicYearsBetween('2026-08-31', '2027-10-05')).toEqual(['2025-26', '2026-27', '2027-28'])
})
