import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { JWK } from 'jose'
import type { KeySealing } from '../signing-keys/key-sealing.ts'
import type { PublicSigningKey } from '../signing-keys/signing-key.ts'

/** The key that signs now, private members included. */
export type SigningJwk = JWK & PublicSigningKey & { d: string }

const freshMs = 1_000

/**
 * The key that signs, read at most once a second: another process's rotation is followed within that, and what is signed
 * in between is good, for a retired key stays published.
 */
export class Keyring {
  readonly #db: Sql
  readonly #sealing: KeySealing
  #current: SigningJwk | undefined
  #freshUntil = 0
  #reading: Promise<SigningJwk | undefined> | undefined

  constructor(db: Sql, sealing: KeySealing) {
    this.#db = db
    this.#sealing = sealing
  }

  /** `undefined` until the first key has been made. */
  async current(): Promise<SigningJwk | undefined> {
    if (this.#current && performance.now() < this.#freshUntil) return this.#current
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read(): Promise<SigningJwk | undefined> {
    const { rows } = await sql<{ kid: string; key: PublicSigningKey; sealed: Buffer }>`
      select kid, public_key as key, sealed_private_key as sealed from signing_key where state = 'current'`.execute(this.#db)
    const [row] = rows
    // The same object while it is the same key: what is made for a key is made once.
    if (row?.kid !== this.#current?.kid) {
      this.#current = row && { ...row.key, d: this.#sealing.open(row.kid, row.sealed).toString('base64url') }
    }
    this.#freshUntil = performance.now() + freshMs
    return this.#current
  }
}
