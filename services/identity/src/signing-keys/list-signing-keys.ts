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
  madeAt: Date
  signsSince?: Date
  publishedUntil?: Date
}

export async function signingKeys(db: Sql): Promise<SigningKeyRow[]> {
  const { rows } = await sql<{ [K in keyof SigningKeyRow]-?: SigningKeyRow[K] | null } & Pick<SigningKeyRow, 'kid' | 'state' | 'madeAt'>>`
    select kid, state, made_at as "madeAt", signs_since as "signsSince", published_until as "publishedUntil"
    from signing_key
    where published_until is null or published_until > clock_timestamp()
    order by made_at, kid`.execute(db)
  return rows.map(({ signsSince, publishedUntil, ...key }) => ({ ...key, signsSince: signsSince ?? undefined, publishedUntil: publishedUntil ?? undefined }))
}
