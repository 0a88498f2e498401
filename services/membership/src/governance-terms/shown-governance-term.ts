/** A term as the API and events show one. */
import { type RawBuilder, sql } from 'kysely'
import type { GovernanceCategory, GovernanceEndReason, GovernanceOffice, GovernanceTerm } from './governance-term.ts'

export interface GovernanceTermRow {
  readonly id: string
  readonly version: number
  readonly personId: string
  readonly boardKind: 'school' | 'group'
  readonly boardReference: string
  readonly category: GovernanceCategory
  readonly office?: GovernanceOffice | null
  readonly firstDay: string
  readonly lastDay?: string | null
  readonly endReason?: GovernanceEndReason | null
}

/** Columns of `t`. */
export const termColumns: RawBuilder<GovernanceTermRow> = sql`
  t.id, t.version, t.person_id as "personId", t.board_kind as "boardKind", t.board_reference as "boardReference", t.category, t.office,
  t.first_day as "firstDay", t.last_day as "lastDay", t.end_reason as "endReason"`

const said = (term: GovernanceTermRow | GovernanceTerm) => ({
  personId: term.personId,
  board: { kind: term.boardKind, reference: term.boardReference },
  category: term.category,
  office: term.office ?? undefined,
  firstDay: term.firstDay,
  lastDay: term.lastDay ?? undefined,
  endReason: term.endReason ?? undefined,
})

export const shownTerm = (term: GovernanceTermRow | GovernanceTerm) => ({ id: term.id, version: term.version, ...said(term) })
/** As events carry it. */
export const termState = (term: GovernanceTerm) => ({ termId: term.id, ...said(term) })
