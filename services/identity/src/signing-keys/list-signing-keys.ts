import { ListSigningKeys } from '@nlc/contracts/identity'
import { handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { requireKeeper } from '../clients/client-record.ts'

export const listSigningKeys = handle(ListSigningKeys, async (_, { sql: db, caller }) => {
  requireKeeper(caller)
  return { keys: await signingKeys(db) }
})

interface SigningKeyRow {
  kid: string
  state: 'next' | 'current' | 'retiring'
  madeAt: Date | string
  signsSince: Date | string | null
  publishedUntil: Date | string | null
}

export async function signingKeys(db: Sql) {
  const { rows } = await sql<SigningKeyRow>`
    select kid, state, made_at as "madeAt", signs_since as "signsSince", published_until as "publishedUntil"
    from signing_key
    where published_until is null or published_until > clock_timestamp()
    order by made_at, kid`.execute(db)
  // Inside a unit of work the driver leaves instants as text.
  const instant = (value: Date | string | null) => (value === null ? undefined : new Date(value))
  return rows.map(({ kid, state, madeAt, signsSince, publishedUntil }) => ({
    kid,
    state,
    madeAt: new Date(madeAt),
    signsSince: instant(signsSince),
    publishedUntil: instant(publishedUntil),
  }))
}
