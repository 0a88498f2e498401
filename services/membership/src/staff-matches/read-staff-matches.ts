import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { MatchedBy } from './match-row.ts'
import type { StaffMatchState } from './staff-match.ts'

interface StaffMatchRow {
  readonly id: string
  readonly clientId: string
  readonly urn: string
  readonly recipientRef: string
  readonly state: StaffMatchState
  readonly personId: string | null
  readonly matchedBy: MatchedBy | null
  readonly candidates: readonly string[] | null
  readonly updatedAt: Date
  readonly version: number
}

/** @param forSignatory whom it may be is for whoever settles it. */
export async function readStaffMatches(db: Sql, condition: RawBuilder<unknown>, { forSignatory }: { forSignatory: boolean }) {
  const { rows } = await sql<StaffMatchRow>`
    select m.id, m.client_id as "clientId", m.urn, m.recipient_ref as "recipientRef", m.state, m.person_id as "personId", m.matched_by as "matchedBy",
      case when ${forSignatory} and m.state = 'ambiguous' then
        array(select distinct coalesce(p.merged_into, p.id) from person p where p.id = any (m.candidates) order by 1) end as candidates,
      m.updated_at as "updatedAt", m.version
    from staff_match m where ${condition}`.execute(db)
  return rows.map(withoutNulls)
}
