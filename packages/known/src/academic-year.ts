/** Academic years: 1 September to 31 August, written `2026-27`. Days are `YYYY-MM-DD`, so as strings they sort by time. */
const msPerDay = 86_400_000
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)

export type AcademicYear = string

/** From the one to the other: 0 for the same day. */
export const daysFrom = (day: string, to: string): number => Math.round((at(to) - at(day)) / msPerDay)
/** 1 is Monday, 7 Sunday. */
export const weekday = (day: string): number => new Date(at(day)).getUTCDay() || 7

/** `2026-28` names no year. */
export const isAcademicYear = (academicYear: string): boolean => academicYearOf(firstDayOfYear(academicYear)) === academicYear

const yearFrom = (autumn: number): AcademicYear => `${String(autumn).padStart(4, '0')}-${String((autumn + 1) % 100).padStart(2, '0')}`
const autumnOf = (year: AcademicYear): number => Number(year.slice(0, 4))

export function academicYearOf(day: string): AcademicYear {
  const calendarYear = Number(day.slice(0, 4))
  return yearFrom(day.slice(5) >= '09-01' ? calendarYear : calendarYear - 1)
}

export const firstDayOfYear = (year: AcademicYear): string => `${year.slice(0, 4)}-09-01`
export const lastDayOfYear = (year: AcademicYear): string => `${String(autumnOf(year) + 1).padStart(4, '0')}-08-31`
export const yearBefore = (year: AcademicYear): AcademicYear => yearFrom(autumnOf(year) - 1)
export const yearAfter = (year: AcademicYear): AcademicYear => yearFrom(autumnOf(year) + 1)

/** Those that the days touch, in order. */
export function academicYearsBetween(firstDay: string, lastDay: string): AcademicYear[] {
  const years: AcademicYear[] = []
  for (let year = academicYearOf(firstDay); year <= academicYearOf(lastDay); year = yearAfter(year)) years.push(year)
  return years
}
