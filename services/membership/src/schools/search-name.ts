import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A name as it is searched: lower case, without accents, apostrophes and full stops; every other sign is a space. */
export const searchName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`.]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * Conditions on a `search_name` column with a trigram index. `begins`: each word that was typed begins a word of the name, in any
 * order. `resembles`: that, or a part of the name is like it (a slip of the key).
 */
export function nameMatches(typed: string, column: RawBuilder<unknown>): { begins: RawBuilder<SqlBool>; resembles: RawBuilder<SqlBool> } {
  const folded = searchName(typed)
  // Letters and digits alone: nothing of it is a regular expression.
  const words = folded.split(' ').filter((word) => word !== '')
  const begins = sql<SqlBool>`(${sql.join(
    words.map((word) => sql`${column} ~ ${`\\m${word}`}`),
    sql` and `,
  )})`
  return { begins, resembles: sql<SqlBool>`(${begins} or ${folded} <% ${column})` }
}
