import { ListStandingReleases } from '@nlc/contracts/roles'
import { decodeCursor, handle, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { readStandingReleases } from './standing-release.ts'

export const listStandingReleases = handle(
  ListStandingReleases,
  async ({ urn, groupId, roleCode, academicYear, after, limit = 50 }, { sql: db, caller, today }) => {
    const [from] = decodeCursor(after, 1) ?? []
    const acting = (await actingPerson(db, caller, today)) ?? null
    const visible = isNationalBody(caller)
      ? sql`true`
      : sql`(signs_for_school(${acting}::uuid, s.urn, ${today}::date) or signs_for_group(${acting}::uuid, s.group_id, ${today}::date))`
    const rows = await readStandingReleases(
      db,
      sql`where ${from === undefined ? sql`true` : sql`s.id > ${from}::uuid`}
        ${urn === undefined ? sql`` : sql`and s.urn = ${urn}`} ${groupId === undefined ? sql`` : sql`and s.group_id = ${groupId}::uuid`}
        ${roleCode === undefined ? sql`` : sql`and s.role_code = ${roleCode}`}
        ${academicYear === undefined ? sql`` : sql`and s.academic_year = ${academicYear}`}
        and ${visible} order by s.id limit ${limit + 1}`,
    )
    return pageFrom(rows, limit, ({ id }) => [id as string])
  },
)
