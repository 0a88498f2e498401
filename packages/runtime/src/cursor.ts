/** Keyset pages: the cursor is the key of the last row shown, so a page costs the same wherever it lies. */
import { InvalidInput } from '@nlc/contracts/platform'
import { refuse } from './problem.ts'

export const encodeCursor = (...keys: readonly string[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url')

/** The `count` keys of a cursor, or nothing where none was sent. Refuses one that we did not make. */
export function decodeCursor(cursor: string | undefined, count: number): string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(keys) && keys.length === count && keys.every((key) => typeof key === 'string' && !key.includes('\0'))) return keys
  } catch {
    // Not ours: refused below.
  }
  return refuse(InvalidInput, { errors: [{ at: '?after', rule: 'cursor', detail: 'Pass the `next` of the page before, unchanged.' }] })
}

interface Followed {
  readonly limit: number
  readonly after: string | undefined
  readonly updatedSince: string | undefined
  /** Read before the rows were. */
  readonly updatedUntil: Date
}

/**
 * A page of a list that is followed; the first since `updatedSince` says what is gone, too.
 *
 * @param left reads what is in view, changed since, and not among what was asked for; absent where nothing asked for can be left.
 */
export async function followedPage<Row>(
  rows: readonly Row[],
  { limit, after, updatedSince, updatedUntil }: Followed,
  keysOf: (row: Row) => readonly string[],
  left?: () => Promise<readonly { readonly id: unknown }[]>,
): Promise<{ items: Row[]; next?: string; updatedUntil: Date; gone?: string[] }> {
  const page = { ...pageFrom(rows, limit, keysOf), updatedUntil }
  if (updatedSince === undefined || after !== undefined || !left) return page
  return { ...page, gone: (await left()).map(({ id }) => String(id)) }
}

/** A page of `limit` from rows of which one more was asked for than is shown. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => readonly string[],
): { items: Row[]; next?: string } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: encodeCursor(...keysOf(last)) } : { items }
}
