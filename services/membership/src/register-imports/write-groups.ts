import {
  RegisterImportDone,
  RegisterImportFailed,
  SchoolGroupChanged,
  SchoolGroupRegistered,
  SchoolJoinedGroup,
  SchoolLeftGroup,
} from '@nlc/contracts/membership'
import { type Sql, type WorkContext, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'
import { belong } from '../school-groups/group-periods.ts'
import { GroupPeriods, readGroupPeriods } from '../school-groups/keep-group-periods.ts'
import { type KnownGroup, keepGroups, type SaidGroup } from '../school-groups/keep-groups.ts'
import { endImport } from './end-import.ts'
import { keepRefusals } from './import-rows.ts'
import { interrupted } from './interrupted.ts'
import { RegisterImport } from './register-import.ts'
import type { Refusal } from './row-reader.ts'

const rowsPerStep = 1000

const emits = [
  SchoolGroupRegistered,
  SchoolGroupChanged,
  SchoolJoinedGroup,
  SchoolLeftGroup,
  RegisterImportDone,
  RegisterImportFailed,
] as const

interface Row {
  key: string
  line: number
  known: boolean
  row: SaidGroup & { urn?: string; joined_on?: string }
}

/** Second pass over a groups file, by UID and URN. A school that is no longer named stays where it is, until another trust has it. */
export const writeGroups = work(
  'membership.write-groups',
  { input: { importId: Type.String() }, emits },
  async ({ importId }, state: { after: string } | undefined, context) => {
    const imported = await context.em.findOneOrFail(RegisterImport, importId)
    const rows = await nextRows(context.sql, importId, state?.after ?? '')
    if (rows.length > 0) await writeStep(imported, rows, context)
    const last = rows.at(-1)
    if (last && rows.length === rowsPerStep) return { state: { after: last.key }, next: 'again' }
    await endImport(imported, context)
    return { state: { after: '' }, next: 'done' }
  },
  ({ importId }, context) => interrupted(importId, context),
)

async function nextRows(db: Sql, importId: string, after: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.key, r.line, r.row, s.urn is not null as known
    from register_import_row r left join school s on s.urn = r.row ->> 'urn'
    where r.import_id = ${importId} and r.key > ${after} order by r.key limit ${rowsPerStep}`.execute(db)
  return rows
}

async function writeStep(imported: RegisterImport, rows: readonly Row[], context: WorkContext<(typeof emits)[number]>): Promise<void> {
  const { sql: db } = context
  const { extractedOn } = imported
  const before = await groupVersions(db, rows)
  const groups = await keepGroups(
    context,
    rows.map(({ row }) => row),
  )
  const after = await groupVersions(db, rows)

  const schools = [...rows.flatMap(({ row }) => row.urn ?? []), ...(await schoolsOf(db, endedAmong(groups)))]
  const periods = new GroupPeriods(await readGroupPeriods(db, schools))
  const refusals: Refusal[] = []
  // In the order of joining, so that each trust ends where the next begins.
  for (const { line, known, row } of [...rows].sort((a, b) =>
    (a.row.joined_on ?? extractedOn).localeCompare(b.row.joined_on ?? extractedOn),
  )) {
    const { urn, joined_on: joinedOn } = row
    if (urn === undefined) continue
    if (!known) {
      refusals.push({
        line,
        urn,
        refused: 'row',
        column: 'URN',
        rule: 'unknown-school',
        detail: 'There is no such school here: import the establishments first.',
      })
      continue
    }
    const group = groups.get(row.uid)!
    const changes = belong(periods.of(urn), { groupId: group.id, kind: group.kind, joinedOn, groupLastDay: group.lastDay }, extractedOn)
    if (changes === 'conflict') {
      const detail = 'The school has been under another trust since a later day: that one stands.'
      refusals.push({ line, urn, refused: 'row', column: 'Joined date', rule: 'two-trusts', detail })
    } else periods.change(urn, changes)
  }
  endWithGroups(periods, endedAmong(groups))
  const regrouped = new Set(await periods.write(context))

  await keepRefusals(db, imported.id, refusals)
  const refused = new Set(refusals.map(({ line }) => line))
  for (const { line, row } of rows) {
    if (refused.has(line)) imported.rowsRefused++
    else if (!before.has(row.uid)) imported.rowsCreated++
    else if (before.get(row.uid) !== after.get(row.uid) || (row.urn !== undefined && regrouped.has(row.urn))) imported.rowsChanged++
    else imported.rowsUnchanged++
  }
}

const endedAmong = (groups: ReadonlyMap<string, KnownGroup>): Map<string, string> =>
  new Map([...groups.values()].flatMap(({ id, lastDay }) => (lastDay === null ? [] : [[id, lastDay] as const])))

async function schoolsOf(db: Sql, groups: ReadonlyMap<string, string>): Promise<string[]> {
  const { rows } = await sql<{ urn: string }>`
    select distinct urn from group_school where group_id = any(${[...groups.keys()]}::uuid[]) and last_day is null`.execute(db)
  return rows.map(({ urn }) => urn)
}

/** Nothing belongs to a group that has ended. */
function endWithGroups(periods: GroupPeriods, ended: ReadonlyMap<string, string>): void {
  for (const urn of periods.schools()) {
    for (const period of periods.of(urn)) {
      const last = ended.get(period.groupId)
      if (last === undefined || period.lastDay !== null) continue
      const { firstDay } = period
      periods.change(urn, [{ what: 'ended', period, lastDay: last < firstDay ? firstDay : last }])
    }
  }
}

async function groupVersions(db: Sql, rows: readonly Row[]): Promise<Map<string, number>> {
  const { rows: found } = await sql<{ uid: string; version: number }>`
    select uid, version from school_group where uid = any(${[...new Set(rows.map(({ row }) => row.uid))]})`.execute(db)
  return new Map(found.map(({ uid, version }) => [uid, version]))
}
