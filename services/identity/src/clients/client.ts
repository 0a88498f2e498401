import { defineEntity, p } from '@mikro-orm/core'

/** A secret as it is kept: its digest, in base64url. Instants are RFC 3339, by the machine's clock. */
export interface KeptSecret {
  readonly id: string
  readonly digest: string
  readonly madeAt: string
  /** Absent: until it is rotated or ended. */
  readonly expiresAt?: string
}

/** A public JWK, as the contract's `ClientKey`. */
export interface PublicKey {
  readonly kid: string
  readonly kty: 'OKP' | 'EC' | 'RSA'
  readonly alg: 'EdDSA' | 'Ed25519' | 'ES256' | 'ES384' | 'PS256' | 'RS256'
  readonly use?: 'sig'
  readonly key_ops?: readonly 'verify'[]
  readonly crv?: 'Ed25519' | 'P-256' | 'P-384'
  readonly x?: string
  readonly y?: string
  readonly n?: string
  readonly e?: string
}

export const liveAt = (at: Date, secrets: readonly KeptSecret[]): KeptSecret[] =>
  secrets.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > at.getTime())

const ClientSchema = defineEntity({
  name: 'Client',
  tableName: 'client',
  properties: {
    id: p.string().primary(),
    kind: p.string().$type<'national-body' | 'integrator' | 'mis-vendor'>(),
    name: p.string(),
    scopes: p.array(),
    authMethod: p.string().$type<'client-secret' | 'private-key-jwt'>(),
    mayActForPeople: p.boolean(),
    keys: p.json<readonly PublicKey[]>(),
    // With the client in one row: a token request reads one row, and a changed secret is a changed client.
    secrets: p.json<readonly KeptSecret[]>(),
    suspendedSince: p.datetime().nullable(),
    suspensionReason: p.string().$type<'secret-leaked' | 'misuse' | 'terms-ended' | 'asked-by-owner' | 'other'>().nullable(),
    suspensionNote: p.string().nullable(),
    registeredAt: p.datetime(),
    version: p.integer().version(),
  },
})

export class Client extends ClientSchema.class {
  suspend(reason: NonNullable<Client['suspensionReason']>, note: string | undefined, at: Date): void {
    this.suspendedSince = at
    this.suspensionReason = reason
    this.suspensionNote = note ?? null
  }

  reinstate(): void {
    this.suspendedSince = null
    this.suspensionReason = null
    this.suspensionNote = null
  }

  /** The old one ends at `oldEndsAt`. What has ended is not kept: nothing is verified against it any more. */
  rotateSecret(fresh: KeptSecret, oldEndsAt: Date, at: Date): void {
    const old = liveAt(at, this.secrets).map((secret) => ({ ...secret, expiresAt: oldEndsAt.toISOString() }))
    this.secrets = [...liveAt(at, old), fresh]
  }

  endSecret(id: string, at: Date): void {
    this.secrets = liveAt(at, this.secrets).filter((secret) => secret.id !== id)
  }
}
ClientSchema.setClass(Client)
