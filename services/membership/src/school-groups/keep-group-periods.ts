import { SchoolJoinedGroup, SchoolLeftGroup } from '@nlc/contracts/membership'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { touchSchools } from '../schools/touch-schools.ts'
import { applied, type Period, type PeriodChange } from './group-periods.ts'

export type PeriodsBySchool = Map<string, Period[]>

/** Every period of these schools in any group. */
export async function readGroupPeriods(db: Sql, urns: readonly string[]): Promise<PeriodsBySchool> {
  const { rows } = await sql<Period & { urn: string }>`
    select urn, group_id as "groupId", kind, first_day as "firstDay", last_day as "lastDay"
    from group_school where urn = any(${urns}) order by urn, first_day`.execute(db)
  const periods: PeriodsBySchool = new Map()
  for (const { urn, ...period } of rows) periods.set(urn, [...(periods.get(urn) ?? []), period])
  return periods
}

/** A period as it was read, if it was, and as it is to be. */
interface Entry {
  readonly urn: string
  readonly was?: Period
  now: Period
}

/** Collects changes of several schools' periods, to write and tell them at once. */
export class GroupPeriods {
  readonly #entries = new Map<string, Entry[]>()

  constructor(held: PeriodsBySchool) {
    for (const [urn, periods] of held)
      this.#entries.set(
        urn,
        periods.map((period) => ({ urn, was: period, now: period })),
      )
  }

  schools(): string[] {
    return [...this.#entries.keys()]
  }

  of(urn: string): Period[] {
    return (this.#entries.get(urn) ?? []).map(({ now }) => now)
  }

  change(urn: string, changes: readonly PeriodChange[]): void {
    const entries = this.#entries.get(urn) ?? []
    this.#entries.set(urn, entries)
    for (const change of changes) {
      if (change.what === 'begun') entries.push({ urn, now: change.period })
      else entries.find(({ now }) => now === change.period)!.now = applied(change)
    }
  }

  /** Answers the schools of which something changed. */
  async write({ sql: db, emit }: Pick<Change<typeof SchoolJoinedGroup | typeof SchoolLeftGroup>, 'sql' | 'emit'>): Promise<string[]> {
    const changed = [...this.#entries.values()].flat().filter(({ was, now }) => was !== now)
    if (changed.length === 0) return []
    const json = JSON.stringify(
      changed.map(({ urn, was, now }) => ({
        urn,
        group_id: now.groupId,
        kind: now.kind,
        was: was?.firstDay,
        first_day: now.firstDay,
        last_day: now.lastDay,
      })),
    )
    const rows = sql`jsonb_to_recordset(${json}::jsonb) as c(urn text, group_id uuid, kind text, was date, first_day date, last_day date)`
    // What ends first makes room for what begins.
    await sql`
      update group_school g set last_day = c.last_day from ${rows}
      where g.group_id = c.group_id and g.urn = c.urn and g.first_day = c.was and c.last_day is not null`.execute(db)
    await sql`
      update group_school g set first_day = c.first_day from ${rows}
      where g.group_id = c.group_id and g.urn = c.urn and g.first_day = c.was and c.first_day <> c.was`.execute(db)
    await sql`
      insert into group_school (group_id, urn, kind, first_day, last_day)
      select c.group_id, c.urn, c.kind, c.first_day, c.last_day from ${rows} where c.was is null`.execute(db)
    for (const { urn, was, now } of changed) {
      const { groupId, kind, firstDay, lastDay } = now
      if (was?.firstDay !== firstDay)
        emit(SchoolJoinedGroup, { urn, groupId, kind, firstDay, ...(was && { replacesFirstDay: was.firstDay }) })
      if (lastDay !== null && was?.lastDay !== lastDay) emit(SchoolLeftGroup, { urn, groupId, kind, firstDay, lastDay })
    }
    const touched = [...new Set(changed.map(({ urn }) => urn))]
    await touchSchools(db, touched)
    return touched
  }
}
