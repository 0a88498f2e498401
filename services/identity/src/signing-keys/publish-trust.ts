import { TrustPublished } from '@nlc/contracts/identity'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { PublicSigningKey } from './signing-key.ts'

/**
 * To be taken before keys or suspensions are read in order to publish them, and held until the commit. Without it, of
 * two changes at once each would publish a trust that lacks the other's.
 */
export async function lockTrust(db: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('identity.trust'))`.execute(db)
}

/** Says the whole trust as it is in this transaction; flush entities before. */
export async function publishTrust(issuer: string, { sql: db, emit }: Pick<Change<typeof TrustPublished>, 'sql' | 'emit'>): Promise<void> {
  await lockTrust(db)
  const keys = await publishedKeys(db)
  const { rows } = await sql<{ clientId: string; since: Date | string }>`
    select id as "clientId", suspended_since as since from client where suspended_since is not null order by id`.execute(db)
  // Inside a unit of work the driver leaves instants as text.
  const suspended = rows.map(({ clientId, since }) => ({ clientId, since: new Date(since) }))
  emit(TrustPublished, { issuer, keys, suspended })
}

/** By real time, as the lives of the tokens that they signed. */
export async function publishedKeys(db: Sql): Promise<PublicSigningKey[]> {
  const { rows } = await sql<{ key: PublicSigningKey }>`
    select public_key as key from signing_key
    where published_until is null or published_until > clock_timestamp()
    order by made_at, kid`.execute(db)
  return rows.map(({ key }) => key)
}
