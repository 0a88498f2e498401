import { ListDelegations } from '@nlc/contracts/membership'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { isNotLeftOut, seesGroup, seesSchool } from '../standing.ts'
import { type DelegationRow, shownDelegation } from './delegation.ts'

export const listDelegations = handle(
  ListDelegations,
  async ({ urn, groupId, personId, after, limit = 50 }, { sql: db, caller, today }) => {
    const { rows } = await sql<DelegationRow>`
    select d.id, d.version, d.urn, d.group_id as "groupId", d.person_id as "personId", d.first_day as "firstDay", d.last_day as "lastDay",
      d.evidence_text as "evidenceText", d.evidence_reference as "evidenceReference", d.delegated_by as "delegatedBy", d.revoked_on as "revokedOn"
    from delegation d
    where d.id > ${idCursor(after)}::uuid
      and ${urn === undefined ? sql`true` : sql`d.urn = ${urn}`}
      and ${groupId === undefined ? sql`true` : sql`d.group_id = ${groupId}::uuid`}
      and ${personId === undefined ? sql`true` : sql`d.person_id = (select coalesce(p.merged_into, p.id) from person p where p.id = ${personId}::uuid)`}
      and (d.urn is not null and ${seesSchool(caller, sql.ref('d.urn'), today)} or d.group_id is not null and ${seesGroup(caller, sql.ref('d.group_id'), today)})
      and ${isNotLeftOut(caller, sql.ref('d.person_id'))}
    order by d.id limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map(shownDelegation) }
  },
)
