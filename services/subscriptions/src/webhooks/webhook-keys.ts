/** The keys of a webhook, sealed. Their lives are real time, as a receiver's clock is. */
import { type KeySealing, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { makeKey, type Signer, signerOf, type WebhookKeyKind } from './signing-key.ts'

export interface KeptKey {
  readonly id: string
  readonly kind: WebhookKeyKind
  readonly publicKey: string | undefined
  readonly madeAt: Date
  readonly endsAt: Date | undefined
}

export async function keepKey(
  db: Sql,
  sealing: KeySealing,
  { subscriptionId, kind }: { subscriptionId: string; kind: WebhookKeyKind },
): Promise<KeptKey & { secret: string | undefined }> {
  const id = newId()
  const { privateKey, publicKey, secret } = makeKey(kind)
  const { rows } = await sql<{ madeAt: Date }>`
    insert into webhook_key (id, subscription_id, kind, sealed_key, public_key, made_at)
    values (${id}, ${subscriptionId}, ${kind}, ${sealing.seal(id, privateKey)}, ${publicKey ?? null}, clock_timestamp())
    returning made_at as "madeAt"`.execute(db)
  return { id, kind, publicKey, madeAt: rows[0]!.madeAt, endsAt: undefined, secret }
}

/** Those that sign, the newest first. */
export async function keysOf(db: Sql, subscriptionId: string): Promise<KeptKey[]> {
  const { rows } = await sql<KeptKey & { publicKey: string | null; endsAt: Date | null }>`
    select id, kind, public_key as "publicKey", made_at as "madeAt", ends_at as "endsAt" from webhook_key
    where subscription_id = ${subscriptionId} and (ends_at is null or ends_at > clock_timestamp()) order by made_at desc, id desc`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, publicKey: row.publicKey ?? undefined, endsAt: row.endsAt ?? undefined }))
}

export interface SealedKey {
  readonly id: string
  readonly kind: WebhookKeyKind
  readonly sealed: Buffer
  /** In milliseconds of real time. */
  readonly endsAt: number | undefined
}

/** @returns those that sign now. */
export function signersOf(keys: readonly SealedKey[], sealing: KeySealing): () => readonly Signer[] {
  const opened = keys.map(({ id, kind, sealed, endsAt = Number.POSITIVE_INFINITY }) => ({
    endsAt,
    signer: signerOf(kind, sealing.open(id, sealed)),
  }))
  return () => opened.filter(({ endsAt }) => endsAt > Date.now()).map(({ signer }) => signer)
}
