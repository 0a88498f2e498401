import { SchoolGroupChanged, SchoolGroupRegistered } from '@nlc/contracts/membership'
import { type Change, newId, withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'
import { searchName } from '../schools/search-name.ts'
import type { GroupKind } from './group-kind.ts'

/** What the register says of a group; what is absent stays as it was. */
export interface SaidGroup {
  readonly uid: string
  readonly name: string
  readonly kind: GroupKind
  readonly group_number?: string
  readonly first_day?: string
  readonly last_day?: string
  readonly companies_house_number?: string
  readonly ukprn?: string
}
export interface KnownGroup {
  readonly id: string
  readonly uid: string
  readonly kind: GroupKind
  readonly firstDay: string | null
  readonly lastDay: string | null
}

/**
 * Writes and tells the groups that are new or other than they are held. Answers all of them, by UID.
 * @param known whether what is said of a group that is held already changes it: the establishments file says less of it than the groups file.
 */
export async function keepGroups(
  { sql: db, emit }: Pick<Change<typeof SchoolGroupRegistered | typeof SchoolGroupChanged>, 'sql' | 'emit'>,
  said: readonly SaidGroup[],
  known: 'change' | 'leave' = 'change',
): Promise<Map<string, KnownGroup>> {
  if (said.length === 0) return new Map()
  const groups = [...new Map(said.map((group) => [group.uid, group])).values()]
  const json = JSON.stringify(groups.map((group) => ({ ...group, id: newId(), search_name: searchName(group.name) })))
  const { rows: written } = await sql<{ uid: string; isNew: boolean }>`
    with said as (
      select * from jsonb_to_recordset(${json}::jsonb) as g(id uuid, uid text, name text, search_name text, kind text, group_number text,
        first_day date, last_day date, companies_house_number text, ukprn text)
    ), registered as (
      insert into school_group (id, uid, name, search_name, kind, group_number, first_day, last_day, companies_house_number, ukprn)
      select id, uid, name, search_name, kind, group_number, first_day, last_day, companies_house_number, ukprn from said
      where not exists (select from school_group h where h.uid = said.uid) returning uid
    ), changed as (
      update school_group h set name = s.name, search_name = s.search_name, kind = s.kind, version = h.version + 1,
        group_number = coalesce(s.group_number, h.group_number), first_day = coalesce(s.first_day, h.first_day),
        last_day = coalesce(s.last_day, h.last_day), ukprn = coalesce(s.ukprn, h.ukprn),
        companies_house_number = coalesce(s.companies_house_number, h.companies_house_number)
      from said s where h.uid = s.uid and ${known === 'change'}
        and (h.name, h.kind, h.group_number, h.first_day, h.last_day, h.companies_house_number, h.ukprn) is distinct from
            (s.name, s.kind, coalesce(s.group_number, h.group_number), coalesce(s.first_day, h.first_day), coalesce(s.last_day, h.last_day),
             coalesce(s.companies_house_number, h.companies_house_number), coalesce(s.ukprn, h.ukprn))
      returning h.uid
    )
    select uid, true as "isNew" from registered union all select uid, false from changed`.execute(db)

  const { rows: held } = await sql<KnownGroup & { groupId: string; name: string }>`
    select id, id as "groupId", uid, name, kind, first_day as "firstDay", last_day as "lastDay"
    from school_group where uid = any(${groups.map(({ uid }) => uid)}) order by uid`.execute(db)
  const isNew = new Map(written.map(({ uid, isNew }) => [uid, isNew]))
  for (const group of held) {
    const fresh = isNew.get(group.uid)
    if (fresh !== undefined) emit(fresh ? SchoolGroupRegistered : SchoolGroupChanged, withoutNulls(group))
  }
  return new Map(held.map((group) => [group.uid, group]))
}
