/** What a day at a school can be used for. */
import type { Days, Kind, PlannedSchool } from './problem.ts'

export const includes = (days: Days, day: string): boolean => days.firstDay <= day && day <= days.lastDay

/** 1 is Monday, 7 Sunday. */
export const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

export function* eachDay({ firstDay, lastDay }: Days): Generator<string> {
  for (let at = Date.parse(firstDay); at <= Date.parse(lastDay); at += 86_400_000) yield new Date(at).toISOString().slice(0, 10)
}

const needsPupils = (kind: Kind): boolean => kind === 'visit' || kind === 'walk' || kind === 'super-learning-day'
/** Lessons of a half-day end at noon, those of a day at 15:30. */
const noon = 720
export const lessonsEnd = 930

type Calendar = Pick<PlannedSchool, 'terms' | 'exceptions'>
const has = (school: Calendar, day: string, kind: PlannedSchool['exceptions'][number]['kind']) =>
  school.exceptions.some((exception) => exception.kind === kind && includes(exception, day))

/** Whether pupils are taught then. */
export function hasLessons(school: Calendar, day: string, at: number): boolean {
  if (weekday(day) > 5 || !school.terms.some((term) => includes(term, day))) return false
  if (has(school, day, 'holiday') || has(school, day, 'inset') || has(school, day, 'closure')) return false
  return at < (has(school, day, 'half-day') ? noon : lessonsEnd)
}

/** Whether the school's calendar lets it host such a thing then. What needs no pupils may use INSET days and evenings, but no holiday. */
export function canHost(school: Calendar, kind: Kind, day: string, startsAt: number, endsAt: number): boolean {
  if (weekday(day) > 5 || has(school, day, 'closure') || has(school, day, 'blackout')) return false
  if (!needsPupils(kind)) {
    return has(school, day, 'inset') || (school.terms.some((term) => includes(term, day)) && !has(school, day, 'holiday'))
  }
  if (has(school, day, 'exams') || !hasLessons(school, day, startsAt)) return false
  if (has(school, day, 'half-day') && endsAt > noon) return false
  return kind !== 'super-learning-day' || has(school, day, 'timetable-suspended')
}
