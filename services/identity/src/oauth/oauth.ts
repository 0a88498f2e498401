/** OAuth's endpoints on the service's own HTTP, which the gateway pipes under the same paths. */
import { scopes } from '@nlc/contracts/define'
import { isOutage } from '@nlc/runtime'
import type { FastifyInstance } from 'fastify'
import { algorithms } from '../clients/public-key.ts'
import type { Settings } from '../config.ts'
import { publishedKeys } from '../signing-keys/publish-trust.ts'
import { authorizationServer, clientAuthMethods, jwksPath, type ServerParts, tokenPath } from './authorization-server.ts'
import { grantTypes } from './client-adapter.ts'
import { registerGrants } from './grants.ts'
import { Keyring, type SigningJwk } from './keyring.ts'
import { StatementVerifier } from './statement.ts'

/** Keys are published days ahead of use and minutes behind it, so an hour-old set would do; a withdrawn key is why it is less. */
const jwksSeconds = 60
const away = { error: 'temporarily_unavailable', error_description: 'tokens cannot be given now: try again' }

export async function oauth(
  app: FastifyInstance,
  { issuer, sealing, tokenSeconds, statementIssuers }: Pick<Settings, 'issuer' | 'sealing' | 'tokenSeconds' | 'statementIssuers'>,
  { sql, log }: Pick<ServerParts, 'sql' | 'log'>,
): Promise<void> {
  const keyring = new Keyring(sql, sealing)
  const statements = new StatementVerifier(issuer, statementIssuers)
  let serving: { key: SigningJwk; respond: (request: unknown, reply: unknown) => Promise<void> } | undefined

  const respondWith = (key: SigningJwk) => {
    if (serving?.key !== key) {
      const provider = authorizationServer(key, { issuer, tokenSeconds, sql, log })
      registerGrants(provider, { issuer, sql, statements })
      serving = { key, respond: provider.callback() as never }
    }
    return serving.respond
  }

  await app.register(async (routes) => {
    routes.setErrorHandler((err, request, reply) => {
      const outage = isOutage(err)
      if (!outage) request.log.error({ err }, 'an OAuth endpoint failed')
      return reply.code(outage ? 503 : 500).send(outage ? away : { error: 'server_error' })
    })
    // The authorization server reads the body itself, and bounds it.
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('*', (_request, _payload, done) => done(null))

    routes.post(tokenPath, async (request, reply) => {
      const key = await keyring.current()
      if (!key) return reply.code(503).send(away)
      reply.hijack()
      return respondWith(key)(request.raw, reply.raw)
    })

    routes.get(jwksPath, async (_, reply) => {
      const keys = await publishedKeys(sql)
      return reply.type('application/jwk-set+json').header('cache-control', `public, max-age=${jwksSeconds}`).send(JSON.stringify({ keys }))
    })

    routes.get('/.well-known/oauth-authorization-server', async () => ({
      issuer,
      token_endpoint: `${issuer}${tokenPath}`,
      jwks_uri: `${issuer}${jwksPath}`,
      grant_types_supported: grantTypes,
      response_types_supported: [],
      scopes_supported: Object.keys(scopes),
      token_endpoint_auth_methods_supported: clientAuthMethods,
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      service_documentation: `${issuer}/docs`,
    }))
  })
}
