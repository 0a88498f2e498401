import { GetSchoolGroup, NoSuchSchoolGroup } from '@nlc/contracts/membership'
import { handle, withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'
import { asKnown } from '../networks/as-known.ts'
import { holdsOn } from '../schools/read-schools.ts'
import { readSchoolGroups } from './read-school-groups.ts'

interface Row {
  urn: string
  name: string
  firstDay: string
  lastDay: string | null
}

export const getSchoolGroup = handle(GetSchoolGroup, async ({ groupId, asAt, asKnownAt }, { sql: db, today, fail }) => {
  const [group] = await readSchoolGroups(db, asKnown('school_group', asKnownAt), sql`where h.id = ${groupId}`)
  if (!group) return fail(NoSuchSchoolGroup)
  const { rows } = await sql<Row>`
    select g.urn, s.name, g.first_day as "firstDay", g.last_day as "lastDay"
    from ${asKnown('group_school', asKnownAt)} g join ${asKnown('school', asKnownAt)} s on s.urn = g.urn
    where g.group_id = ${groupId} and ${holdsOn('g', asAt ?? today)} order by g.urn`.execute(db)
  return { ...group, schools: rows.map(withoutNulls) }
})
