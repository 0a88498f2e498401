/**
 * Who a token speaks for. Every process verifies for itself: keys and suspensions come as one event, so nobody has to be
 * asked, and a suspended client's live tokens are dead wherever that event has arrived.
 */

import { jetstreamManager } from '@nats-io/jetstream'
import type { DataOf } from '@nlc/contracts/define'
import { type Scope, scopes } from '@nlc/contracts/define'
import { TrustPublished } from '@nlc/contracts/identity'
import { InvalidToken, Unavailable } from '@nlc/contracts/platform'
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import type { Bus } from './bus.ts'
import { type Caller, clientKinds } from './caller.ts'
import { type CommonConfig, ConfigError } from './config.ts'
import type { Logger } from './log.ts'
import { type EventMessage, streamOf, subjectOf } from './outbox.ts'
import { Refusal } from './problem.ts'
import { readerOf } from './schema.ts'

export interface Trust {
  /** @throws Refusal `invalid-token`, saying what is wrong with it. */
  verify(token: string | undefined): Promise<Caller>
  close(): void
}

interface TrustedIssuer {
  issuer: string
  jwks?: JSONWebKeySet
  jwksUri?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const invalid = (detail: string): Refusal => new Refusal(InvalidToken, { detail })

export async function openTrust(
  bus: Bus,
  { ISSUER, TRUSTED_ISSUERS }: Pick<CommonConfig, 'ISSUER' | 'TRUSTED_ISSUERS'>,
  log: Logger,
): Promise<Trust> {
  const furtherIssuers = keysOfIssuers(TRUSTED_ISSUERS)
  const callers = new LRUCache<string, { caller: Caller; expires: number }>({ max: 20_000 })
  let own: JWTVerifyGetKey | undefined
  let suspended: ReadonlySet<string> = new Set()
  let version = 0

  function learn({ data, version: newVersion }: EventMessage): void {
    if (newVersion < version || !readerOf(TrustPublished.data).check(data)) return
    const trust = data as DataOf<typeof TrustPublished>
    if (trust.issuer !== ISSUER) return
    version = newVersion
    own = createLocalJWKSet({ keys: [...trust.keys] })
    suspended = new Set(trust.suspended.map(({ clientId }) => clientId))
    // A key may have been taken back: what it signed is verified anew.
    callers.clear()
  }

  const subject = subjectOf(TrustPublished.name)
  const subscription = bus.connection.subscribe(subject, {
    callback(error, message) {
      // What is thrown here would end the connection.
      try {
        if (!error) learn(message.json<EventMessage>())
      } catch (cause) {
        log.error({ err: cause, subject }, 'a message that is no event is left aside')
      }
    },
  })

  /** The last word on the stream: what was said while we did not listen. */
  async function catchUp(): Promise<void> {
    try {
      const manager = await jetstreamManager(bus.connection, { checkAPI: false })
      const last = await manager.streams.getMessage(streamOf('identity'), { last_by_subj: subject })
      if (last) learn(JSON.parse(new TextDecoder().decode(last.data)))
    } catch (cause) {
      if ((cause as Error).name !== 'StreamNotFoundError')
        log.warn({ err: cause }, 'the last word on trust could not be read; trying again')
    }
  }
  await catchUp()
  bus.onConnected(() => void catchUp())
  // A core NATS message can be missed; this is the net.
  const net = setInterval(() => void catchUp(), 2_000)
  net.unref()

  return {
    async verify(token) {
      if (!token) throw invalid('Send `Authorization: Bearer <access token>`.')
      const known = callers.get(token)
      const entry = known && known.expires > Date.now() ? known : await read(token)
      if (suspended.has(entry.caller.client)) throw invalid('The client is suspended.')
      return entry.caller
    },
    close() {
      clearInterval(net)
      subscription.unsubscribe()
    },
  }

  async function read(token: string): Promise<{ caller: Caller; expires: number }> {
    const issuer = issuerOf(token)
    const key = issuer === ISSUER ? own : furtherIssuers.get(issuer ?? '')
    if (!key) throw invalid(issuer === ISSUER ? 'Its key is not known here yet. Try again.' : 'Its issuer is not trusted here.')
    let payload: JWTPayload
    try {
      payload = (
        await jwtVerify(token, key, {
          issuer: issuer!,
          audience: ISSUER,
          algorithms: ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'],
          requiredClaims: ['exp', 'sub', 'client_id'],
          typ: 'at+jwt',
        })
      ).payload
    } catch (cause) {
      // Keys that are fetched may not be had now: then nothing is known to be wrong with the token.
      if (areKeysAway(cause)) throw new Refusal(Unavailable, { detail: `The keys of ${issuer} cannot be fetched now. Try again.` })
      throw invalid(faultOf(cause))
    }
    const entry = { caller: callerOf(payload), expires: payload.exp! * 1000 }
    callers.set(token, entry)
    return entry
  }
}

function keysOfIssuers(configured: string): Map<string, JWTVerifyGetKey> {
  try {
    return new Map<string, JWTVerifyGetKey>(
      (JSON.parse(configured) as TrustedIssuer[]).map(({ issuer, jwks, jwksUri }) => {
        if (typeof issuer !== 'string') throw new TypeError('an issuer has no name')
        if (jwks) return [issuer, createLocalJWKSet(jwks)]
        if (jwksUri) return [issuer, createRemoteJWKSet(new URL(jwksUri))]
        throw new TypeError(`${issuer} has neither jwks nor jwksUri`)
      }),
    )
  } catch (cause) {
    throw new ConfigError(`TRUSTED_ISSUERS must be JSON, [{ "issuer", "jwks" | "jwksUri" }]: ${(cause as Error).message}`)
  }
}

function issuerOf(token: string): string | undefined {
  try {
    const { iss } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return typeof iss === 'string' ? iss : undefined
  } catch {
    throw invalid('It is not a signed JWT.')
  }
}

function callerOf({ client_id, sub, scope, client_kind, act }: JWTPayload): Caller {
  const kind = clientKinds.find((known) => known === client_kind)
  if (typeof client_id !== 'string' || typeof sub !== 'string' || !kind) throw invalid('It does not say which client it is for.')
  const actor = (act as { sub?: unknown } | undefined)?.sub
  if (act !== undefined && actor !== client_id) throw invalid('It acts for a person through another client.')
  // Persons are ours, whoever issues the token: their ids are UUIDs, and audit and kept replies stand on that.
  if (act !== undefined && !uuid.test(sub)) throw invalid('It does not say which person it is for.')
  const granted = typeof scope === 'string' ? scope.split(' ').filter((name): name is Scope => Object.hasOwn(scopes, name)) : []
  return { client: client_id, kind, person: act === undefined ? undefined : sub, scopes: new Set(granted) }
}

/** What `jose` throws where fetching fails: its own timeout, its word on an answer that is no key set, or what `fetch` throws. */
function areKeysAway(cause: unknown): boolean {
  if (cause instanceof errors.JOSEError) return cause instanceof errors.JWKSTimeout || cause.code === 'ERR_JOSE_GENERIC'
  return cause instanceof TypeError && cause.message === 'fetch failed'
}

function faultOf(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return 'It has expired: get a new one.'
  if (cause instanceof errors.JWTClaimValidationFailed) return `Its claim ${cause.claim} is not what it must be.`
  if (cause instanceof errors.JWKSNoMatchingKey) return 'It was signed with a key that is not known here.'
  return 'Its signature or form is not valid.'
}
