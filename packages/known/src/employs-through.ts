import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * The employment `e` (a row of `known_employment_place`) is one through which a role at this school, or in this group's own team, is held: at
 * the school, or, without a workplace, by its governing body; of a trust, without a workplace. For a query's columns.
 */
export const employsThrough = (urn: Expression<unknown>, groupId: Expression<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`case
  when ${urn} is not null then e.urn = ${urn} or (e.urn is null and e.employer_kind = 'governing-body' and e.employer_reference = ${urn})
  else e.urn is null and e.employer_kind = 'trust' and e.employer_reference = ${groupId}::text end`
