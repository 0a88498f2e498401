/**
 * The signed statement by which a client names the person whom it acts for (the `subject_token` of RFC 8693). It is the
 * client's own, or that of a trusted identity provider.
 */
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { PublicKey } from '../clients/client.ts'
import { algorithms } from '../clients/public-key.ts'
import type { StatementIssuer } from '../config.ts'
import { clockToleranceSeconds, maxJwtSeconds } from './lives.ts'

export interface Statement {
  readonly issuer: string
  readonly personId: string
  readonly jti: string
  /** Seconds since 1970. */
  readonly expires: number
}

/** Its message tells the client what to do. */
export class StatementRefused extends Error {}

/** The identity provider's keys cannot be had now. */
export class IssuerUnreachable extends Error {}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export class StatementVerifier {
  readonly #audience: string
  readonly #trusted: ReadonlyMap<string, JWTVerifyGetKey>

  constructor(audience: string, trusted: readonly StatementIssuer[]) {
    this.#audience = audience
    this.#trusted = new Map(
      trusted.map(({ issuer, jwks, jwksUri }) => [issuer, jwks ? createLocalJWKSet(jwks) : createRemoteJWKSet(new URL(jwksUri as string))]),
    )
  }

  /** @throws StatementRefused, IssuerUnreachable */
  async verify(statement: string, client: { id: string; keys: readonly PublicKey[] }): Promise<Statement> {
    const issuer = issuerOf(statement)
    const own = issuer === client.id
    const keys = own ? createLocalJWKSet({ keys: client.keys.map(({ key_ops: _, ...key }) => key) }) : this.#trusted.get(issuer)
    if (!keys) throw new StatementRefused("Its iss must be the client's own id, or a trusted identity provider.")
    const claims = await this.#verified(statement, issuer, keys).catch((cause) => {
      throw refusalOf(cause, own)
    })
    if (!own) requireClient(claims, client.id)
    return { issuer, ...personOf(claims, client.id) }
  }

  async #verified(statement: string, issuer: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
    const { payload } = await jwtVerify(statement, keys, {
      algorithms,
      issuer,
      audience: this.#audience,
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: maxJwtSeconds,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'jti'],
    })
    const { aud, exp = 0, iat = 0 } = payload
    // One that is good elsewhere, too, could be brought here by whoever received it there.
    if (Array.isArray(aud) && aud.length !== 1) throw new StatementRefused(`Its aud must be ${this.#audience} alone.`)
    if (exp - iat > maxJwtSeconds) throw new StatementRefused(`It must expire within ${maxJwtSeconds} seconds of its iat.`)
    return payload
  }
}

function issuerOf(statement: string): string {
  try {
    const { iss } = decodeJwt(statement)
    if (typeof iss === 'string') return iss
  } catch {
    throw new StatementRefused('It is not a signed JWT.')
  }
  throw new StatementRefused('It needs an iss.')
}

/** A provider's statement is good for the client that it names: another that gets hold of it cannot use it. */
function requireClient({ may_act: mayAct, azp }: JWTPayload, clientId: string): void {
  const named = typeof mayAct === 'object' && mayAct !== null ? (mayAct as { sub?: unknown }).sub : azp
  if (named !== clientId) throw new StatementRefused("A provider's statement must name the client, in may_act.sub or azp.")
}

function personOf({ sub, jti, exp }: JWTPayload, clientId: string): Omit<Statement, 'issuer'> {
  if (typeof sub !== 'string' || !uuid.test(sub)) throw new StatementRefused("Its sub must be the person's id: a UUID in lower case.")
  // A client assertion (RFC 7523) has this form: it must not pass for a statement.
  if (sub === clientId) throw new StatementRefused('Its sub must be a person, not the client.')
  if (typeof jti !== 'string' || jti === '') throw new StatementRefused('It needs a jti, different in each statement.')
  return { personId: sub, jti, expires: (exp as number) + clockToleranceSeconds }
}

function refusalOf(cause: unknown, own: boolean): Error {
  if (cause instanceof StatementRefused) return cause
  if (cause instanceof errors.JWTExpired) return new StatementRefused('It has expired, or its iat is too long ago.')
  if (cause instanceof errors.JWTClaimValidationFailed) return new StatementRefused(`Its ${cause.claim} is missing or not what it must be.`)
  if (cause instanceof errors.JOSEAlgNotAllowed) return new StatementRefused(`It must be signed with one of ${algorithms.join(', ')}.`)
  if (cause instanceof errors.JWKSNoMatchingKey) return new StatementRefused('It is signed with a key that is not registered: see its kid.')
  if (cause instanceof errors.JWKSMultipleMatchingKeys) return new StatementRefused('Its header needs the kid of the key that signed it.')
  // Fetching a key set fails with an error of the platform, or with one that has no code of its own.
  const fetching = !(cause instanceof errors.JOSEError) || cause instanceof errors.JWKSTimeout || cause.code === 'ERR_JOSE_GENERIC'
  if (fetching && !own) return new IssuerUnreachable("The keys of the statement's issuer cannot be fetched now.", { cause })
  return new StatementRefused('Its signature or form is not valid.')
}
