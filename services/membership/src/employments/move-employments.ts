import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayBefore, isBefore } from './day.ts'
import { changedAmong, type EmploymentRecord, readEmployments, writeEmployments } from './employment-record.ts'
import { type Employer, type Period, sameConditions, together } from './period.ts'
import { uniteEmployments } from './unite-employments.ts'

export interface Succession {
  readonly urn: string
  readonly successorUrn: string
  /** The first day of the one that carries on. */
  readonly firstDay: string
}

/**
 * One school carries another on from a day: whoever works at the one then, or is to, works at the other, by the same
 * employment. Who worked there alone moves with the school to the employer of the successor. Two jobs that a person had at both
 * schools, with one employer and in one category, become one.
 */
export async function moveEmployments(db: Sql, succession: Succession): Promise<void> {
  const { urn, successorUrn, firstDay } = succession
  const { rows } = await sql<{ trust: string | null }>`select trust_of(${successorUrn}, ${firstDay}::date) as trust`.execute(db)
  const trust = rows[0]?.trust ?? undefined
  const read = await readEmployments(
    db,
    sql`e.person_id in (
      select person_id from employment_place where urn = ${urn} and (last_day is null or last_day >= ${firstDay}::date))`,
  )
  const byPerson = Map.groupBy(read, ({ personId }) => personId)
  const now = [...byPerson].flatMap(([personId, employments]) => {
    const moved = employments.map(
      (employment): EmploymentRecord => ({ ...employment, periods: movedPeriods(employment.periods, succession, trust) }),
    )
    return uniteEmployments(moved, personId, together).employments
  })
  await writeEmployments(db, changedAmong(read, now))
}

/** @param trust of the successor on its first day. */
export function movedPeriods(periods: readonly Period[], { urn, successorUrn, firstDay }: Succession, trust: string | undefined): Period[] {
  const moved: Period[] = []
  for (const period of periods.flatMap((one) => splitAt(one, firstDay))) {
    const goes = period.firstDay >= firstDay && period.urns.includes(urn)
    const piece = goes
      ? {
          ...period,
          employer: period.urns.length === 1 ? employerAfter(period.employer, successorUrn, trust) : period.employer,
          urns: [...new Set(period.urns.map((place) => (place === urn ? successorUrn : place)))],
        }
      : period
    const before = moved.at(-1)
    if (before && sameConditions(before, piece)) moved[moved.length - 1] = { ...before, lastDay: piece.lastDay }
    else moved.push(piece)
  }
  return moved
}

const splitAt = (period: Period, day: string): Period[] =>
  period.firstDay < day && !isBefore(period.lastDay, day)
    ? [
        { ...period, lastDay: dayBefore(day) },
        { ...period, firstDay: day },
      ]
    : [period]

/** Staff transfer with their school; an agency's and an authority's stay theirs, unless a trust takes the school. */
function employerAfter(employer: Employer, successorUrn: string, trust: string | undefined): Employer {
  if (employer.kind === 'agency') return employer
  if (trust !== undefined) return { kind: 'trust', reference: trust }
  return employer.kind === 'local-authority' ? employer : { kind: 'governing-body', reference: successorUrn }
}
