import {
  IssuerNoLongerTrusted,
  IssuerTrusted,
  ListTrustedIssuers,
  NoSuchIssuer,
  NotADidDocument,
  StopTrustingIssuer,
  TrustIssuer,
} from '@nlc/contracts/recognition'
import { handle, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { assertionKeysIn } from './did-document.ts'

interface TrustedIssuer {
  readonly did: string
  readonly name: string
  readonly document: { readonly id: string }
  readonly trustedAt: Date
}

const read = async (db: Sql, rest: RawBuilder<unknown>): Promise<TrustedIssuer[]> =>
  (await sql<TrustedIssuer>`select did, name, document, trusted_at as "trustedAt" from trusted_issuer ${rest}`.execute(db)).rows

export const trustIssuer = handle(TrustIssuer, async ({ did, name, document }, { sql: db, now, emit, fail }) => {
  if (!assertionKeysIn(document, did)) fail(NotADidDocument)
  await sql`
    insert into trusted_issuer (did, name, document, trusted_at)
    values (${did}, ${name}, ${JSON.stringify(document)}::jsonb, ${now.toISOString()}::timestamptz)
    on conflict (did) do update set name = excluded.name, document = excluded.document, trusted_at = excluded.trusted_at`.execute(db)
  emit(IssuerTrusted, { did })
  return (await read(db, sql`where did = ${did}`))[0]!
})

export const stopTrustingIssuer = handle(StopTrustingIssuer, async ({ did }, { sql: db, emit, fail }) => {
  const { rows } = await sql`delete from trusted_issuer where did = ${did} returning true`.execute(db)
  if (rows.length === 0) fail(NoSuchIssuer)
  emit(IssuerNoLongerTrusted, { did })
})

export const listTrustedIssuers = handle(ListTrustedIssuers, async (_, { sql: db }) => ({ items: await read(db, sql`order by did`) }))
