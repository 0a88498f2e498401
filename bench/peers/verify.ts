/** What everybody who is measured does with a token: verify it once, then know it until it expires. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'

export interface Bearer {
  readonly client: string
  readonly scopes: ReadonlySet<string>
}

export class NotAuthorized extends Error {
  /** Fastify's word for it, and Moleculer's. */
  readonly statusCode = 401
  readonly code = 401
}

export function verifier({ ISSUER, JWKS }: { ISSUER: string; JWKS: string }): (authorization: string | undefined) => Promise<Bearer> {
  const keys = createLocalJWKSet(JSON.parse(JWKS) as JSONWebKeySet)
  const known = new LRUCache<string, { bearer: Bearer; expires: number }>({ max: 20_000 })
  return async (authorization) => {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
    if (!token) throw new NotAuthorized('no token')
    const entry = known.get(token)
    if (entry && entry.expires > Date.now()) return entry.bearer
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: ISSUER, algorithms: ['EdDSA'], typ: 'at+jwt' })
    const bearer = { client: String(payload.client_id), scopes: new Set(String(payload.scope).split(' ')) }
    known.set(token, { bearer, expires: (payload.exp ?? 0) * 1000 })
    return bearer
  }
}
