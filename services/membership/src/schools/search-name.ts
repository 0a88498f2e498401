import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A name as it is searched: lower case, without accents, apostrophes and full stops; every other sign is a space. */
export const searchName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`.]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

interface NameMatches {
  /** Each word that was typed begins a word of the name, in any order. */
  readonly begins: RawBuilder<SqlBool>
  /** A part of the name is like what was typed (a slip of the key). Absent: too little was typed to be like anything. */
  readonly resembles?: RawBuilder<SqlBool>
  readonly either: RawBuilder<SqlBool>
}

/** Conditions on a `search_name` column with a trigram index. */
export function nameMatches(typed: string, column: RawBuilder<unknown>): NameMatches {
  const folded = searchName(typed)
  // Letters and digits alone: nothing of it is a regular expression.
  const words = folded.split(' ').filter((word) => word !== '')
  if (words.length === 0) return { begins: sql`false`, either: sql`false` }
  const begins = sql<SqlBool>`(${sql.join(
    words.map((word) => sql`${column} ~ ${`\\m${word}`}`),
    sql` and `,
  )})`
  if (folded.length < 4) return { begins, either: begins }
  const resembles = sql<SqlBool>`${folded} <% ${column}`
  return { begins, resembles, either: sql<SqlBool>`(${begins} or ${resembles})` }
}
