import { ListStaffMatches, NoSuchSharedSchool } from '@nlc/contracts/membership'
import { decodeCursor, handle, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { isSignatoryOf } from '../standing.ts'
import { sharesRoles } from './match-staff.ts'
import { readStaffMatches } from './read-staff-matches.ts'

export const listStaffMatches = handle(
  ListStaffMatches,
  async ({ urn, clientId, state, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    const forSignatory = isNationalBody(caller) || (await isSignatoryOf(db, caller, today, { urn }))
    if (!forSignatory && (caller.person !== undefined || !(await sharesRoles(db, caller.client, urn)))) fail(NoSuchSharedSchool)
    // Whose people are left out, and what was unlinked, looks to the client like nothing.
    const seen = forSignatory
      ? sql`true`
      : sql`(m.client_id = ${caller.client} and m.state <> 'unlinked' and (m.person_id is null or not is_left_out(m.client_id, m.person_id)))`
    const [from] = decodeCursor(after, 1) ?? []
    const rows = await readStaffMatches(
      db,
      sql`m.urn = ${urn} and ${seen} and (${from ?? null}::uuid is null or m.id > ${from ?? null}::uuid)
        and (${clientId ?? null}::text is null or m.client_id = ${clientId ?? null})
        and (${state ?? null}::text is null or m.state = ${state ?? null})
        order by m.id limit ${limit + 1}`,
      { forSignatory },
    )
    return pageFrom(rows, limit, ({ id }) => [id])
  },
)
