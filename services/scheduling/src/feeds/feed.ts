import { createHash, randomBytes } from 'node:crypto'
import type { Feed as Shown } from '@nlc/contracts/scheduling'
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { isHolder, mayManageNetwork, maySignFor } from '../standing.ts'

export type Feed = Omit<Static<typeof Shown>, 'openedAt'> & { readonly openedAt: Date }
export type FeedOf = Feed['of']

/** 256 bits: nobody guesses one. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** `f` is the feed. */
export async function readFeeds(db: Sql, rest: RawBuilder<unknown>): Promise<Feed[]> {
  const { rows } = await sql<Feed>`
    select f.id, f.version, jsonb_build_object('kind', f.kind, 'reference', f.reference) as of,
      case when f.revoked then 'revoked' else 'open' end as state, f.opened_at as "openedAt"
    from calendar_feed f ${rest}`.execute(db)
  return rows
}

/** Opens, lists and revokes feeds of this. */
export async function mayOpen(db: Sql, caller: Caller, today: string, { kind, reference }: FeedOf): Promise<boolean> {
  if (kind === 'school') {
    if (!/^\d{6}$/.test(reference)) return false
    return isNationalBody(caller)
      ? isThere(db, sql`known_school where urn = ${reference}`)
      : maySignFor(db, caller, today, { urn: reference })
  }
  if (/^\d{6}$/.test(reference)) return false
  if (kind === 'network')
    return (await isThere(db, sql`known_network where id = ${reference}::uuid`)) && mayManageNetwork(db, caller, today, reference)
  return isNationalBody(caller) ? isThere(db, sql`known_person where id = ${reference}::uuid`) : isHolder(db, caller, today, reference)
}

async function isThere(db: Sql, from: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`select from ${from}`.execute(db)
  return rows.length > 0
}
