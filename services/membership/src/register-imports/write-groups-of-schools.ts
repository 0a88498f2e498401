import type { SchoolGroupChanged, SchoolGroupRegistered, SchoolJoinedGroup, SchoolLeftGroup } from '@nlc/contracts/membership'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { families, type GroupFamily, type GroupKind } from '../school-groups/group-kind.ts'
import { belong, leave } from '../school-groups/group-periods.ts'
import { GroupPeriods, readGroupPeriods } from '../school-groups/keep-group-periods.ts'
import { keepGroups } from '../school-groups/keep-groups.ts'
import type { RegisterImport } from './register-import.ts'

interface Row {
  urn: string
  opened: string | null
  groups: { uid: string; name: string; kind: GroupKind }[] | null
  left: GroupFamily[] | null
}

/**
 * The establishments file names each school's present trust and federation, without a day: what is new counts from the day of
 * the extract (of a school that is new itself: from its opening), until a groups file brings the day of joining.
 */
export async function writeGroupsOfSchools(
  imported: RegisterImport,
  keys: { after: string; upTo: string },
  context: Pick<
    Change<typeof SchoolGroupRegistered | typeof SchoolGroupChanged | typeof SchoolJoinedGroup | typeof SchoolLeftGroup>,
    'sql' | 'emit'
  >,
  isNew: (urn: string) => boolean,
): Promise<string[]> {
  const { sql: db } = context
  const { extractedOn } = imported
  const { rows } = await sql<Row>`
    select key as urn, s.first_day as opened, row -> 'groups' as groups, row -> 'left' as left
    from register_import_row r join school s on s.urn = r.key
    where import_id = ${imported.id} and key > ${keys.after} and key <= ${keys.upTo} and jsonb_exists_any(row, array['groups', 'left']) order by key`.execute(
    db,
  )
  if (rows.length === 0) return []

  const known = await keepGroups(
    context,
    rows.flatMap(({ groups }) => groups ?? []),
    'leave',
  )
  const periods = new GroupPeriods(
    await readGroupPeriods(
      db,
      rows.map(({ urn }) => urn),
    ),
  )
  for (const { urn, opened, groups, left } of rows) {
    const named = (groups ?? []).map(({ uid }) => known.get(uid)!)
    for (const group of named) {
      const family = Object.values(families).find((kinds) => kinds.includes(group.kind)) ?? []
      periods.change(
        urn,
        leave(
          periods.of(urn),
          family,
          named.map(({ id }) => id),
          extractedOn,
        ),
      )
      const since = isNew(urn) && opened !== null ? opened : extractedOn
      const changes = belong(periods.of(urn), { groupId: group.id, kind: group.kind, groupLastDay: group.lastDay }, since)
      if (changes !== 'conflict') periods.change(urn, changes)
    }
    for (const family of left ?? []) periods.change(urn, leave(periods.of(urn), families[family], [], extractedOn))
  }
  return periods.write(context)
}
