import type { KeySealing, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockTrust } from './publish-trust.ts'
import { newSigningKey } from './signing-key.ts'

/**
 * A retired key is published for as long as a token that it signed can live, and a minute more: for clocks that differ,
 * and for a token that was being signed meanwhile.
 */
export const publishedAfterwardsSeconds = (tokenSeconds: number): number => tokenSeconds + 60

/** The next key signs from now on, and another next one is published. Returns the `kid` of the key that signs. */
export async function rotate(
  db: Sql,
  sealing: KeySealing,
  { tokenSeconds, withdraw }: { tokenSeconds: number; withdraw: boolean },
): Promise<string> {
  await lockTrust(db)
  if (withdraw) {
    await sql`delete from signing_key`.execute(db)
  } else {
    await sql`
      update signing_key set state = 'retiring', sealed_private_key = null,
             published_until = clock_timestamp() + make_interval(secs => ${publishedAfterwardsSeconds(tokenSeconds)})
      where state = 'current'`.execute(db)
  }
  const { rows: promoted } = await sql<{ kid: string }>`
    update signing_key set state = 'current', signs_since = clock_timestamp() where state = 'next' returning kid`.execute(db)
  const kid = promoted[0]?.kid ?? (await insertKey(db, sealing, 'current'))
  await insertKey(db, sealing, 'next')
  return kid
}

async function insertKey(db: Sql, sealing: KeySealing, state: 'current' | 'next'): Promise<string> {
  const { publicKey, privateKey } = await newSigningKey()
  const { kid } = publicKey
  await sql`
    insert into signing_key (kid, state, public_key, sealed_private_key, made_at, signs_since)
    values (${kid}, ${state}, ${JSON.stringify(publicKey)}::jsonb, ${sealing.seal(kid, privateKey)}, clock_timestamp(),
            ${state === 'current' ? sql`clock_timestamp()` : null})`.execute(db)
  return kid
}
