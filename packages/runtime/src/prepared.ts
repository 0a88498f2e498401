/**
 * Statements that come again are prepared, on each connection: planning a read of twenty schools cost the database more
 * than twice what carrying it out did.
 */
import type { PoolClient } from 'pg'

/** Seen so often, a text is worth a statement of its own on every connection. */
const worthPreparing = 3
/** A text whose length goes by its input (`in (…)`, bulk inserts) has no end of variants; so this many, and no more. */
const maxStatements = 300
const maxCounted = 2_000

type Query = (this: PoolClient, query: unknown, ...rest: unknown[]) => unknown

/**
 * For the connections of one database: to be told each new one. Queries with parameters alone: what has none is `begin`, `commit` and
 * the like.
 */
export function preparing(): (client: PoolClient) => void {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()

  function nameOf(text: string): string | undefined {
    const name = names.get(text)
    if (name !== undefined || names.size >= maxStatements) return name
    const count = (counts.get(text) ?? 0) + 1
    if (count >= worthPreparing) {
      counts.delete(text)
      names.set(text, `nlc_${names.size}`)
      return names.get(text)
    }
    if (counts.size >= maxCounted) counts.clear()
    counts.set(text, count)
    return undefined
  }

  return (client) => {
    const query = client.query as unknown as Query
    client.query = function (this: PoolClient, text: unknown, values?: unknown, ...rest: unknown[]) {
      const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 && rest.length === 0 ? nameOf(text) : undefined
      return name === undefined ? query.call(this, text, values, ...rest) : query.call(this, { name, text, values })
    } as typeof client.query
  }
}
