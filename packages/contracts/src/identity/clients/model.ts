import Type from 'typebox'
import { type Scope, scopes } from '../../define.ts'
import { Instant, text, Version } from '../../formats.ts'

export const ClientId = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  examples: ['01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'],
  description: 'The OAuth `client_id`.',
})

export const ClientKind = Type.Enum(['national-body', 'integrator', 'mis-vendor'], {
  description: 'What the client is; it bounds the scopes that it may have. Tokens carry it as `client_kind`.',
})

export const ClientName = text(200)

export const Scopes = Type.Array(Type.Enum(Object.keys(scopes) as Scope[]), {
  minItems: 1,
  uniqueItems: true,
  description: 'What its tokens may be good for, at most.',
})

export const AuthMethod = Type.Enum(['client-secret', 'private-key-jwt'], {
  description:
    '`client-secret`: as `client_secret_basic` or `client_secret_post`. `private-key-jwt`: signed assertions (RFC 7523), no secret.',
})

/**
 * A public key (RFC 7517). Private members are unknown fields here, so a private key sent by mistake is refused
 * before anything is kept.
 */
export const ClientKey = Type.Object({
  kid: Type.String({ minLength: 1, maxLength: 128, description: 'Names the key in the header of what it signs.' }),
  kty: Type.Enum(['OKP', 'EC', 'RSA']),
  alg: Type.Enum(['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'], { description: 'The one algorithm that the key is used with.' }),
  use: Type.Optional(Type.Enum(['sig'])),
  key_ops: Type.Optional(Type.Array(Type.Enum(['verify']), { maxItems: 1 })),
  crv: Type.Optional(Type.Enum(['Ed25519', 'P-256', 'P-384'])),
  x: Type.Optional(Type.String({ maxLength: 128 })),
  y: Type.Optional(Type.String({ maxLength: 128 })),
  n: Type.Optional(Type.String({ maxLength: 1024, description: 'RSA: at least 2048 bits.' })),
  e: Type.Optional(Type.String({ maxLength: 16 })),
})

export const ClientKeys = Type.Array(ClientKey, {
  maxItems: 5,
  description: 'Public keys that verify what the client signs: assertions that authenticate it, and statements that name a person.',
})

export const MayActForPeople = Type.Boolean({
  description: 'It may exchange a signed statement that names a person for a token that acts for the person (RFC 8693).',
})

/** Why the national body stops a client. */
export const SuspensionReason = Type.Enum(['secret-leaked', 'misuse', 'terms-ended', 'asked-by-owner', 'other'])

/** Never the secret itself: only its digest is kept. */
export const ClientSecret = Type.Object({
  secretId: Type.String({ format: 'uuid' }),
  madeAt: Instant,
  expiresAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'Not accepted from then on. Absent: until it is rotated or ended.' }),
  ),
})

export const client = {
  clientId: ClientId,
  kind: ClientKind,
  name: ClientName,
  scopes: Scopes,
  authMethod: AuthMethod,
  mayActForPeople: MayActForPeople,
  keys: ClientKeys,
  secrets: Type.Array(ClientSecret, { description: 'Those that are accepted now: one, or two while a rotation overlaps.' }),
  suspension: Type.Optional(Type.Object({ since: Instant, reason: SuspensionReason, note: Type.Optional(Type.String()) })),
  registeredAt: Instant,
  version: Version,
}
export const Client = Type.Object(client)

/** Shown in one answer and kept nowhere: a repeat under the same `Idempotency-Key` comes without it. */
export const ShownSecret = Type.String({
  description: 'Shown once: a repeat with the same Idempotency-Key comes without it. Where it was lost, rotate it.',
  'x-shown-once': true,
})
