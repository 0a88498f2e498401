import type { KeySealing, Sql } from '@nlc/runtime'
import type { JWK } from 'jose'
import { sql } from 'kysely'
import type { PublicSigningKey } from '../signing-keys/signing-key.ts'

/** The key that signs now, private members included. */
export type SigningJwk = JWK & PublicSigningKey & { d: string }

/**
 * Looked up for each token: a withdrawn key signs nothing more, in no process. Opened, and whatever is made from it made,
 * once per key: while it is the same key, it is the same object.
 */
export class Keyring {
  readonly #db: Sql
  readonly #sealing: KeySealing
  #current: SigningJwk | undefined

  constructor(db: Sql, sealing: KeySealing) {
    this.#db = db
    this.#sealing = sealing
  }

  /** `undefined` until the first key has been made. */
  async current(): Promise<SigningJwk | undefined> {
    const { rows } = await sql<{ kid: string; key: PublicSigningKey; sealed: Buffer }>`
      select kid, public_key as key, sealed_private_key as sealed from signing_key where state = 'current'`.execute(this.#db)
    const [row] = rows
    if (row?.kid !== this.#current?.kid) {
      this.#current = row && { ...row.key, d: this.#sealing.open(row.kid, row.sealed).toString('base64url') }
    }
    return this.#current
  }
}
