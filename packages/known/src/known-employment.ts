import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { collide, joined, movedPeriods, type Period, united } from './employment-periods.ts'
import { carriedOver, instant } from './succession.ts'

export interface KnownEmployment {
  readonly id: string
  readonly personId: string
  /** ISO 8601. */
  readonly toldAt: string
  /** When its last day was said, where that was said by itself. */
  readonly endToldAt: string | null
  readonly voided: boolean
  readonly unitedInto: string | null
  /** The earliest first. */
  readonly periods: readonly Period[]
}

/** @param condition on `e`. */
export async function readEmployments(db: Sql, condition: RawBuilder<unknown>): Promise<KnownEmployment[]> {
  await sql`select from known_employment e where ${condition} order by e.id for update`.execute(db)
  const { rows } = await sql<KnownEmployment>`
    select e.id, e.person_id as "personId", ${instant(sql.ref('e.told_at'))} as "toldAt",
      ${instant(sql.ref('e.end_told_at'))} as "endToldAt", e.voided, e.united_into as "unitedInto", coalesce((
      select jsonb_agg(jsonb_build_object(
        'firstDay', p.first_day, 'lastDay', p.last_day, 'employer', jsonb_build_object('kind', p.employer_kind, 'reference', p.employer_reference),
        'urns', p.urns, 'workingDays', p.working_days, 'fte', p.fte, 'staffCategory', p.staff_category,
        'toldAt', ${instant(sql.ref('p.told_at'))}) order by p.first_day)
      from known_employment_period p where p.employment_id = e.id), '[]') as periods
    from known_employment e where ${condition} order by e.id`.execute(db)
  return rows
}

export async function writeEmployment(db: Sql, employment: KnownEmployment): Promise<void> {
  const { id, personId, toldAt, endToldAt, voided, unitedInto } = employment
  const periods = joined(employment.periods)
  await sql`
    insert into known_employment (id, person_id, told_at, end_told_at, voided, united_into)
    values (${id}, know_person(${personId}::uuid), ${toldAt}::timestamptz, ${endToldAt}::timestamptz, ${voided}, ${unitedInto})
    on conflict (id) do update set person_id = excluded.person_id, told_at = excluded.told_at,
      end_told_at = excluded.end_told_at, voided = excluded.voided,
      united_into = excluded.united_into`.execute(db)
  await sql`delete from known_employment_period where employment_id = ${id}`.execute(db)
  await sql`
    insert into known_employment_period (employment_id, first_day, last_day, employer_kind, employer_reference, urns, working_days, fte, staff_category, told_at)
    select ${id}, r."firstDay", r."lastDay", r.employer ->> 'kind', r.employer ->> 'reference', r.urns, r."workingDays", r.fte, r."staffCategory", r."toldAt"
    from jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) as r(
      "firstDay" date, "lastDay" date, employer jsonb, urns text[], "workingDays" text[], fte double precision, "staffCategory" text, "toldAt" timestamptz)`.execute(
    db,
  )
  await sql`select place_known_employment(${id}::uuid)`.execute(db)
}

/** What was told last, carried over by the successions that were said since; two jobs at both schools become one by it. */
export async function settleEmployment(db: Sql, employment: KnownEmployment): Promise<void> {
  if (employment.voided) return
  const periods = await carriedOver(
    db,
    employment.periods,
    (told) => [...new Set(told.flatMap(({ urns }) => urns))],
    async (told, succession) => movedPeriods(told, succession, await trustOf(db, succession.successorUrn, succession.firstDay)),
  )
  if (JSON.stringify(periods) === JSON.stringify(employment.periods)) return
  await writeEmployment(db, { ...employment, periods })
  await uniteJobsOf(db, employment.personId)
}

async function trustOf(db: Sql, urn: string, day: string): Promise<string | undefined> {
  const { rows } = await sql<{ trust: string | null }>`select trust_of(${urn}, ${day}::date) as trust`.execute(db)
  return rows[0]?.trust ?? undefined
}

/** The earlier begun takes in the later: as membership does, so that what it says of the one from now on is said of the right one. */
async function uniteJobsOf(db: Sql, personId: string): Promise<void> {
  const standing = (await readEmployments(db, sql`e.person_id = now_called(${personId}::uuid) and not e.voided`))
    .filter(({ periods }) => periods.length > 0)
    .sort((a, b) => compare(a.periods[0]!.firstDay, b.periods[0]!.firstDay) || compare(a.id, b.id))
  const kept: KnownEmployment[] = []
  for (const next of standing) {
    const index = kept.findIndex((other) => other.periods.some((a) => next.periods.some((b) => collide(a, b))))
    const into = kept[index]
    if (into === undefined) {
      kept.push(next)
      continue
    }
    kept[index] = { ...into, periods: united(into.periods, next.periods) }
    await writeEmployment(db, { ...next, voided: true, unitedInto: into.id })
    await writeEmployment(db, kept[index])
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
