/** The keys of awarding bodies: the newest signs, and all of them check. */
import type { KeyObject } from 'node:crypto'
import { IssuerKeyRotated } from '@nlc/contracts/recognition'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { didOf, jwkIdOf, multikeyIdOf } from './did-document.ts'
import { exported, imported, newKeyPair } from './ed25519.ts'
import { multikeyOf } from './multibase.ts'

export interface SigningKey {
  readonly did: string
  /** DID URLs of one and the same key. */
  readonly multikeyId: string
  readonly jwkId: string
  readonly privateKey: KeyObject
}

const rotateAfter = '365 days'

export async function readPublicKeys(db: Sql, awardingBody: string): Promise<Uint8Array[]> {
  const { rows } = await sql<{ key: Buffer }>`
    select public_key as key from issuer_key where awarding_body = ${awardingBody} order by made_at, key_id`.execute(db)
  return rows.map(({ key }) => key)
}

/** That which signs now; nothing where the body has none yet. */
export async function readSigningKey(db: Sql, { issuer, sealing }: Settings, awardingBody: string): Promise<SigningKey | undefined> {
  const { rows } = await sql<{ keyId: string; publicKey: Buffer; sealed: Buffer }>`
    select key_id as "keyId", public_key as "publicKey", sealed from issuer_key where awarding_body = ${awardingBody}
    order by made_at desc, key_id limit 1`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const did = didOf(issuer, awardingBody)
  const privateKey = imported(sealing.open(`${awardingBody} ${row.keyId}`, row.sealed))
  return { did, multikeyId: multikeyIdOf(did, row.publicKey), jwkId: jwkIdOf(did, row.publicKey), privateKey }
}

/** Signs from now on. @returns its id: the fragment of its DID URL. */
export async function rotateKey(
  { sql: db, now, emit }: Change<typeof IssuerKeyRotated>,
  { sealing }: Settings,
  awardingBody: string,
): Promise<string> {
  const { publicKey, privateKey } = newKeyPair()
  const keyId = multikeyOf(publicKey)
  await sql`
    insert into issuer_key (awarding_body, key_id, public_key, sealed, made_at)
    values (${awardingBody}, ${keyId}, ${Buffer.from(publicKey)}, ${sealing.seal(`${awardingBody} ${keyId}`, exported(privateKey))}, ${now.toISOString()}::timestamptz)`.execute(
    db,
  )
  emit(IssuerKeyRotated, { code: awardingBody, keyId })
  return keyId
}

/** To sign an award with: made where there is none, or the last one is a year old. */
export async function keyToSignWith(
  change: Change<typeof IssuerKeyRotated>,
  settings: Settings,
  awardingBody: string,
): Promise<SigningKey> {
  // Two awards at once make one key.
  await sql`select pg_advisory_xact_lock(hashtext('recognition.issuer-key'), hashtext(${awardingBody}))`.execute(change.sql)
  const { rows } = await sql`
    select from issuer_key where awarding_body = ${awardingBody}
      and made_at > ${change.now.toISOString()}::timestamptz - ${rotateAfter}::interval limit 1`.execute(change.sql)
  if (rows.length === 0) await rotateKey(change, settings, awardingBody)
  return (await readSigningKey(change.sql, settings, awardingBody))!
}
