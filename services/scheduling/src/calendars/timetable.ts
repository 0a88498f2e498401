/** When lessons are at a school (docs/rules.md, School calendars). */
import type { LessonPeriod } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'

export type Lesson = Static<typeof LessonPeriod>
export interface Timetable {
  readonly urn: string
  /** Absent: it has set none, and this is what is usual. */
  readonly version?: number
  readonly periods: Lesson[]
}

export const usualLessons: readonly Lesson[] = [{ label: 'Lessons', startsAt: '09:00', endsAt: '15:30' }]

export async function readTimetable(db: Sql, urn: string): Promise<Timetable> {
  const { rows } = await sql<{ version: number; periods: Lesson[] }>`select version, periods from timetable where urn = ${urn}`.execute(db)
  return { urn, ...(rows[0] ?? { periods: [...usualLessons] }) }
}

/** `HH:MM`, which sort by time; the end excluded. */
export const lessonsBetween = (lessons: readonly Lesson[], from: string, to: string): Lesson[] =>
  lessons.filter(({ startsAt, endsAt }) => startsAt < to && from < endsAt)
