/** Academic years: 1 September to 31 August, written `2026-27`. */
import { plusDays } from '@nlc/known/day'

export function academicYearOf(day: string): string {
  const autumn = Number(day.slice(0, 4)) - (day.slice(5) >= '09-01' ? 0 : 1)
  return `${String(autumn).padStart(4, '0')}-${String((autumn + 1) % 100).padStart(2, '0')}`
}

export const firstDayOfYear = (academicYear: string): string => `${academicYear.slice(0, 4)}-09-01`
export const lastDayOfYear = (academicYear: string): string =>
  plusDays(`${String(Number(academicYear.slice(0, 4)) + 1).padStart(4, '0')}-09-01`, -1)

/** `2026-28` names no year. */
export const isAcademicYear = (academicYear: string): boolean => academicYearOf(firstDayOfYear(academicYear)) === academicYear

/** Those that the days touch, in order. */
export function academicYearsBetween(firstDay: string, lastDay: string): string[] {
  const years: string[] = []
  for (let day = firstDay; day <= lastDay; day = plusDays(lastDayOfYear(academicYearOf(day)), 1)) years.push(academicYearOf(day))
  return years
}
