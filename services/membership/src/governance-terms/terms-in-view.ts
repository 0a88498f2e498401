import type { Caller } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { actsAs, isNotLeftOut, type Predicate, seesGroup, seesSchool } from '../standing.ts'

/** Terms `t` as they stand, or as they were known at an instant. */
export const termsAsKnown = (asKnownAt: string | undefined): RawBuilder<unknown> =>
  asKnownAt === undefined
    ? sql`governance_term t`
    : sql`(select * from governance_term_as_known k where k.recorded_at <= ${asKnownAt}::timestamptz
        and (k.superseded_at is null or k.superseded_at > ${asKnownAt}::timestamptz)) t`

/** A term `t` on a board whose people are in the caller's view, or of the person for whom the caller acts. */
export const seesTerm = (caller: Caller, today: string): Predicate => sql<boolean>`(
  ${isNotLeftOut(caller, sql.ref('t.person_id'))}
  and (t.board_kind = 'school' and ${seesSchool(caller, sql.ref('t.board_reference'), today)}
    or t.board_kind = 'group' and ${seesGroup(caller, sql`case t.board_kind when 'group' then t.board_reference::uuid end`, today)}
    or ${actsAs(caller, sql.ref('t.person_id'), today)}))`
