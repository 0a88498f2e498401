/** An issuer that services under test trust: tests sign their own tokens, and need no identity service. */
import type { Scope } from '@nlc/contracts/define'
import { type ClientKind, newId } from '@nlc/runtime'
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { infrastructure } from './infrastructure.ts'

/** As the services under test have it in `ISSUER`: the audience of every token. */
export const audience = 'http://gateway.test'
const issuer = 'http://issuer.test'

export interface TokenClaims {
  readonly scopes: readonly Scope[]
  readonly kind?: ClientKind
  /** The client's id; a new one unless said. */
  readonly client?: string
  /** Whom it acts for; a client without a person unless said. */
  readonly person?: string
}

export async function token({ scopes, kind = 'integrator', client = newId(), person }: TokenClaims): Promise<string> {
  const key = infrastructure().issuerKey as JWK
  return await new SignJWT({ client_id: client, client_kind: kind, scope: scopes.join(' '), ...(person && { act: { sub: client } }) })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid as string, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(person ?? client)
    .setIssuedAt()
    .setExpirationTime('15m')
    .setJti(newId())
    .sign(await importJWK(key, 'EdDSA'))
}

/** The value of `TRUSTED_ISSUERS` that has a service trust these tokens. */
export function trustedIssuers(): string {
  const { d: _private, ...publicKey } = infrastructure().issuerKey as JWK
  return JSON.stringify([{ issuer, jwks: { keys: [publicKey] } }])
}

export async function newIssuerKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { ...(await exportJWK(privateKey)), kid: newId(), alg: 'EdDSA' }
}
