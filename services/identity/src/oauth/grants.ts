/** The two ways to a token: as the client itself (RFC 6749, 4.4), and for a person whom a statement names (RFC 8693). */
import type { Sql } from '@nlc/runtime'
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider'
import { registeredOf } from './authorization-server.ts'
import { type Registered, tokenExchange } from './client-adapter.ts'
import { IssuerUnreachable, type Statement, StatementRefused, type StatementVerifier } from './statement.ts'
import { unavailable, unlessOutage } from './unavailable.ts'
import { useOnce } from './used-jwts.ts'

const jwtType = 'urn:ietf:params:oauth:token-type:jwt'
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

export interface GrantParts {
  readonly issuer: string
  readonly sql: Sql
  readonly statements: StatementVerifier
}

type Parameters = Partial<Record<string, string>>

export function registerGrants(provider: Provider, { issuer, sql, statements }: GrantParts): void {
  provider.registerGrantType('client_credentials', asItself, ['scope', 'resource'])
  provider.registerGrantType(tokenExchange, forPerson, [
    'scope',
    'resource',
    'audience',
    'subject_token',
    'subject_token_type',
    'requested_token_type',
    'actor_token',
  ])

  async function asItself(ctx: KoaContextWithOIDC): Promise<void> {
    const { client, asked } = prepare(ctx)
    const scope = grantedScope(client, asked)
    const token = new provider.ClientCredentials({ client: ctx.oidc.client!, scope })
    ctx.oidc.entity('ClientCredentials', token)
    await answer(ctx, token)
  }

  async function forPerson(ctx: KoaContextWithOIDC): Promise<void> {
    const { client, asked } = prepare(ctx)
    if (!client.mayActForPeople) throw new errors.UnauthorizedClient('the client may not act for people: the national body can allow it')
    requireExchange(asked, issuer)
    const scope = grantedScope(client, asked)
    const { personId } = await statedBy(asked.subject_token as string, client)
    const token = new provider.AccessToken({ client: ctx.oidc.client!, accountId: personId, scope } as never)
    ctx.oidc.entity('AccessToken', token)
    await answer(ctx, token, { issued_token_type: accessTokenType })
  }

  /** What is refused for any grant, before anything is used up. */
  function prepare(ctx: KoaContextWithOIDC): { client: Registered; asked: Parameters } {
    const client = registeredOf(ctx.oidc.client!)
    const asked = ctx.oidc.params as Parameters
    if (client.suspended) throw new errors.UnauthorizedClient('the client is suspended: ask the national body')
    if (asked.resource !== undefined && asked.resource !== issuer) throw new errors.InvalidTarget(`the only resource is ${issuer}`)
    return { client, asked }
  }

  /** Used up last, when nothing can refuse the request any more. */
  async function statedBy(subjectToken: string, client: Registered): Promise<Statement> {
    try {
      const statement = await statements.verify(subjectToken, client)
      if (await unlessOutage(useOnce(sql, statement.issuer, statement.jti, statement.expires))) return statement
      throw new StatementRefused('It was used before: sign a new one, with another jti.')
    } catch (cause) {
      // RFC 8693, 2.2.2: invalid_request, whatever is wrong with it.
      if (cause instanceof StatementRefused)
        throw new errors.InvalidRequest(`the subject_token is refused. ${cause.message}`, undefined, { cause })
      if (cause instanceof IssuerUnreachable) throw unavailable(cause.message, cause)
      throw cause
    }
  }

  async function answer(
    ctx: KoaContextWithOIDC,
    token: InstanceType<Provider['ClientCredentials'] | Provider['AccessToken']>,
    more = {},
  ): Promise<void> {
    token.resourceServer = new provider.ResourceServer(issuer, {
      scope: token.scope ?? '',
      audience: issuer,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'EdDSA' } },
    })
    const value = await token.save()
    ctx.body = { access_token: value, expires_in: token.expiration, token_type: token.tokenType, scope: token.scope, ...more }
  }
}

/** What was asked for, or all that the client has where nothing was (RFC 6749, 3.3). */
function grantedScope({ scopes }: Registered, { scope }: Parameters): string {
  const asked = new Set(scope?.split(' ').filter(Boolean))
  if (asked.size === 0) return scopes.join(' ')
  const refused = [...asked].filter((name) => !scopes.includes(name))
  if (refused.length > 0) throw new errors.InvalidScope('the client does not have these scopes', refused.join(' '))
  return [...asked].join(' ')
}

function requireExchange(asked: Parameters, issuer: string): void {
  if (asked.subject_token === undefined)
    throw new errors.InvalidRequest('subject_token is missing: a signed statement that names the person')
  if (asked.subject_token_type !== jwtType) throw new errors.InvalidRequest(`subject_token_type must be ${jwtType}`)
  const { requested_token_type: requested = accessTokenType } = asked
  if (requested !== accessTokenType) throw new errors.InvalidRequest(`requested_token_type can only be ${accessTokenType}`)
  if (asked.actor_token !== undefined) throw new errors.InvalidRequest('no actor_token is taken: the client itself is the actor')
  if (asked.audience !== undefined && asked.audience !== issuer) throw new errors.InvalidTarget(`the only audience is ${issuer}`)
}
