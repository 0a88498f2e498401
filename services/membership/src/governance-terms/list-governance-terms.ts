import { ListGovernanceTerms } from '@nlc/contracts/membership'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { type GovernanceTermRow, shownTerm, termColumns } from './shown-governance-term.ts'
import { seesTerm, termsAsKnown } from './terms-in-view.ts'

export const listGovernanceTerms = handle(
  ListGovernanceTerms,
  async ({ urn, groupId, personId, asAt, asKnownAt, after, limit = 50 }, { sql: db, caller, today }) => {
    const last = idCursor(after)
    const day = asAt ?? (personId === undefined ? today : undefined)
    const board = urn ?? groupId?.toLowerCase()
    // A school that was succeeded during a term had the seat until then.
    const onBoard = sql`(t.board_reference = ${board} and (${day ?? null}::date is null or coalesce(t.seated_since, t.first_day) <= ${day ?? null}::date)
      or t.earlier_boards <> '[]' and t.earlier_boards @> jsonb_build_array(jsonb_build_object('reference', ${board}::text))
        and (${day ?? null}::date is null or exists (
          select from jsonb_array_elements(t.earlier_boards) e where e ->> 'reference' = ${board} and (e ->> 'lastDay')::date >= ${day ?? null}::date)))`
    const { rows } = await sql<GovernanceTermRow>`
      select ${termColumns} from ${termsAsKnown(asKnownAt)}
      where t.id > ${last}::uuid and not t.voided
        and ${board === undefined ? sql`true` : onBoard}
        and ${personId === undefined ? sql`true` : sql`t.person_id = (select coalesce(p.merged_into, p.id) from person p where p.id = ${personId}::uuid)`}
        and ${day === undefined ? sql`true` : sql`${day}::date between t.first_day and coalesce(t.last_day, 'infinity')`}
        and ${seesTerm(caller, today)}
      order by t.id limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map(shownTerm) }
  },
)
