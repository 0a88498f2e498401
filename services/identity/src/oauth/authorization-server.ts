/** `oidc-provider`, with all but its token endpoint switched off. */
import { scopes } from '@nlc/contracts/define'
import type { Logger, Sql } from '@nlc/runtime'
import { type Client, type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { isSecret } from '../clients/client-secret.ts'
import { algorithms } from '../clients/public-key.ts'
import { adapterFor, type Registered, record } from './client-adapter.ts'
import type { SigningJwk } from './keyring.ts'
import { clockToleranceSeconds, maxJwtSeconds } from './lives.ts'
import { unlessOutage } from './unavailable.ts'
import { useOnce } from './used-jwts.ts'

export const tokenPath = '/oauth/token'
export const jwksPath = '/oauth/jwks'
export const clientAuthMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const

export interface ServerParts {
  readonly issuer: string
  readonly tokenSeconds: number
  readonly sql: Sql
  readonly log: Logger
}

export const registeredOf = (client: Client): Registered => client[record] as Registered

/** One for each key that signs: the library takes its keys when it is made. */
export function authorizationServer(key: SigningJwk, { issuer, tokenSeconds, sql, log }: ServerParts): Provider {
  const provider = new Provider(issuer, {
    adapter: adapterFor(sql),
    jwks: { keys: [key] },
    routes: { token: tokenPath, jwks: jwksPath },
    clientAuthMethods: [...clientAuthMethods],
    enabledJWA: { clientAuthSigningAlgValues: algorithms, idTokenSigningAlgValues: ['EdDSA'] },
    clientDefaults: { id_token_signed_response_alg: 'EdDSA', response_types: [] },
    extraClientMetadata: { properties: [record] },
    scopes: Object.keys(scopes),
    responseTypes: [],
    clockTolerance: clockToleranceSeconds,
    ttl: { AccessToken: tokenSeconds, ClientCredentials: tokenSeconds },
    features: off,
    // Browsers say where a page is from: only our own documentation may ask from one.
    clientBasedCORS: (_, origin) => origin === issuer,
    assertJwtClientAuthClaimsAndHeader: async (_, { exp }) => requireShortLife(exp),
    extraTokenClaims: (_, token) => {
      const { id, kind } = registeredOf((token as unknown as { client: Client }).client)
      const person = 'accountId' in token && token.accountId !== undefined
      return { client_kind: kind, ...(person && { act: { sub: id } }) }
    },
    // Also for who accepts text/html alone: errors are OAuth's, in JSON.
    renderError: (ctx, out) => {
      ctx.type = 'application/json'
      ctx.body = out
    },
  })

  provider.Client.prototype.compareClientSecret = function (this: Client, presented: string) {
    return isSecret(presented, registeredOf(this).secrets, new Date())
  }
  // The library's own asks and then writes: of two requests at the same moment both would pass.
  provider.ReplayDetection.unique = (iss, jti, exp) => unlessOutage(useOnce(sql, iss, jti, exp))
  // The library's own goes by the Host header, which is the sender's to choose.
  provider.OIDCContext.prototype.clientJwtAuthExpectedAudience = () => new Set([issuer, `${issuer}${tokenPath}`])

  const noted = (ctx: KoaContextWithOIDC, { error, error_detail: detail }: errors.OIDCProviderError) =>
    log.info({ client: ctx.oidc.client?.clientId, error, detail }, 'a token was refused')
  provider.on('grant.error', noted)
  // Koa's own: without a listener it writes to the terminal.
  ;(provider as NodeJS.EventEmitter).on('error', (err) => log.error({ err }, 'the token endpoint failed'))
  provider.on('server_error', (_, err) => log.error({ err }, 'the token endpoint failed'))
  return provider
}

/** An assertion that lives for long is a password that travels. */
function requireShortLife(exp: unknown): void {
  if (typeof exp === 'number' && exp <= Date.now() / 1000 + maxJwtSeconds + clockToleranceSeconds) return
  const refused = new errors.InvalidClientAuth('the assertion lives too long')
  throw Object.assign(refused, { error_description: `the client assertion must expire within ${maxJwtSeconds} seconds` })
}

const off: Configuration['features'] = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  resourceIndicators: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
}
