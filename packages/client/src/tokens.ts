/** Access tokens: asked for once for all who need one, and again before they expire. */
import { unlessAborted } from './deadline.ts'
import { TokenError, UnexpectedAnswerError } from './errors.ts'
import { type SigningKey, signerOf } from './jwt.ts'
import type { TokenSource, Transport } from './transport.ts'

/** How a client shows that it is itself. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** Instead of a secret: signs an assertion for each token (`private_key_jwt`). */
  readonly key?: SigningKey | undefined
}

export type TokenForm = Record<string, string>

interface Held {
  readonly value: string
  /** Milliseconds, of `performance.now()`: from then on a new one is asked for … */
  readonly renewAt: number
  /** … and from then on this one is not given any more. */
  readonly endsAt: number
}

/** @param ask asks the token endpoint. */
export function tokensBy(ask: () => Promise<{ token: string; seconds: number }>): TokenSource {
  let held: Held | undefined
  let asking: Promise<Held> | undefined

  const renew = (): Promise<Held> => {
    asking ??= (async () => {
      try {
        const askedAt = performance.now()
        const { token, seconds } = await ask()
        held = { value: token, renewAt: askedAt + seconds * 800, endsAt: askedAt + Math.max(seconds - 5, seconds * 0.95) * 1000 }
        return held
      } finally {
        asking = undefined
      }
    })()
    return asking
  }

  return {
    async get(signal) {
      const now = performance.now()
      if (held && now < held.renewAt) return held.value
      const renewing = renew()
      if (held && now < held.endsAt) {
        // It is still good: whoever needs it does not wait, and an outage of the token endpoint is not theirs yet.
        renewing.catch(() => {})
        return held.value
      }
      return (await unlessAborted(renewing, signal)).value
    },
    forget(token) {
      if (held?.value === token) held = undefined
    },
  }
}

/**
 * Asks `/oauth/token`. A token more changes nothing, so it is tried again like a query.
 * @param form is asked for anew in each try, for what is signed in it is good for one use.
 */
export function tokenEndpoint(transport: Transport, { clientId, clientSecret, key }: ClientCredentials, issuer: string) {
  const sign = key && signerOf(key)
  if (!sign && clientSecret === undefined) throw new TypeError('A client needs its `clientSecret`, or the `key` that it signs with.')
  const authorization = sign ? undefined : `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret!)}`).toString('base64')}`
  const assertion = (): TokenForm =>
    sign
      ? {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: sign({ iss: clientId, sub: clientId, aud: issuer }),
        }
      : {}

  return async (form: () => Promise<TokenForm>): Promise<{ token: string; seconds: number }> => {
    try {
      const { status, body } = await transport.ask({
        operation: 'token',
        verb: 'POST',
        path: '/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
        body: async () => new URLSearchParams({ ...(await form()), ...assertion() }).toString(),
        reads: true,
        repeatable: true,
        needsToken: false,
      })
      const { access_token: token, expires_in: seconds } = (body ?? {}) as { access_token?: unknown; expires_in?: unknown }
      if (typeof token === 'string' && typeof seconds === 'number') return { token, seconds }
      throw new UnexpectedAnswerError({ operation: 'token' }, { status, text: 'It holds no access token.' })
    } catch (cause) {
      throw oauthErrorOf(cause)
    }
  }
}

/** As in a form, before it becomes base64 (RFC 6749, section 2.3.1). */
const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)

function oauthErrorOf(cause: unknown): unknown {
  if (!(cause instanceof UnexpectedAnswerError)) return cause
  try {
    const { error, error_description: description } = JSON.parse(cause.text) as { error?: unknown; error_description?: string }
    if (typeof error === 'string') return new TokenError(cause.status, error, description)
  } catch {
    // It is shown as it is.
  }
  return cause
}

/** A token that the caller gets by itself. */
export const tokensFrom = (give: string | (() => string | Promise<string>)): TokenSource => ({
  get: async () => (typeof give === 'string' ? give : give()),
  forget() {},
})
