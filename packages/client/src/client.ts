/** The API as an object: `client.membership.getSchool({ urn })`. */
import type { Services } from './api.ts'
import type { SigningKey } from './jwt.ts'
import { signerOf } from './jwt.ts'
import { type FollowMailboxOptions, followMailbox as followDoor } from './mailbox.ts'
import { methodOf } from './method-of.ts'
import { apiVersion, operations, platformProblems } from './operations.ts'
import { type RetryPolicy, usualRetries } from './retry.ts'
import { type TokenForm, tokenEndpoint, tokensBy, tokensFrom } from './tokens.ts'
import { type Connection, type TokenSource, type Transport, transportOver } from './transport.ts'

export interface ClientOptions {
  /** Of the gateway, such as `https://api.example.org`. */
  readonly baseUrl: string
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  /** Instead of a secret: signs an assertion for each token (`private_key_jwt`). */
  readonly key?: SigningKey | undefined
  /** Signs the statements by which the client acts for a person. Default: `key`. */
  readonly statementKey?: SigningKey | undefined
  /** Instead of `clientId`: a token that you get by yourself, or a function that gives one. */
  readonly accessToken?: string | (() => string | Promise<string>) | undefined
  /** What tokens are asked for. Default: all that the client has. */
  readonly scopes?: readonly string[] | undefined
  /** Of the tokens, where it is not `baseUrl`. */
  readonly issuer?: string | undefined
  /** Milliseconds for a call with all its tries. Default 60,000. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds for one try. Default 30,000. */
  readonly tryTimeoutMs?: number | undefined
  readonly retry?: Partial<RetryPolicy> | undefined
  /** Default: Node's own. Another is for what goes through a proxy, or is observed. */
  readonly fetch?: typeof fetch | undefined
  /** Before ours in `User-Agent`: `our-portal/2.3`. */
  readonly userAgent?: string | undefined
}

export interface ActingOptions {
  /** A statement of a trusted identity provider that names the person and this client; asked for before each token. */
  statement?(): string | Promise<string>
}

export type Client = Services & {
  /**
   * The same API, acting for a person: tokens in which both are seen (RFC 8693). One that was made for a person is kept, with its
   * token, and given again.
   */
  actingFor(personId: string, options?: ActingOptions): Client
  /**
   * Hands over every message of a mailbox, in order and at least once, from where you left off until the signal ends it: what is there page by
   * page, then what is added as it is added. Outages and broken connections are sat out.
   * @throws ProblemError where the API refuses for good; MailboxGapError; what `handle`, `save` or `onGap` throws.
   */
  followMailbox(options: FollowMailboxOptions): Promise<void>
}

/** People for whom a client is kept. */
const keptPeople = 1_000

/** @throws TypeError where the options do not make a client. Nothing is asked of the API before it is needed. */
export function createClient(options: ClientOptions): Client {
  const baseUrl = new URL(options.baseUrl).href.replace(/\/+$/, '')
  const connection: Connection = {
    baseUrl,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    userAgent: [options.userAgent, `nlc-client/${apiVersion}`].filter(Boolean).join(' '),
    timeoutMs: options.timeoutMs ?? 60_000,
    tryTimeoutMs: options.tryTimeoutMs ?? 30_000,
    retry: { ...usualRetries, ...options.retry },
  }
  if (options.accessToken !== undefined) {
    const refuse = () => {
      throw new TypeError('Acting for a person takes a token of its own: create a client with it.')
    }
    return clientOver(connection, tokensFrom(options.accessToken), refuse)
  }

  const { clientId } = options
  if (clientId === undefined) throw new TypeError('A client needs its `clientId`, or an `accessToken`.')
  const issuer = (options.issuer ?? baseUrl).replace(/\/+$/, '')
  const scope: TokenForm = options.scopes ? { scope: options.scopes.join(' ') } : {}
  const askToken = tokenEndpoint(transportOver(connection, tokensFrom('')), { ...options, clientId }, issuer)
  const key = options.statementKey ?? options.key
  const signStatement = key && signerOf(key)
  const people = new Map<string, Client>()

  function actingFor(personId: string, { statement }: ActingOptions = {}): Client {
    const state = statement ?? (signStatement && (() => signStatement({ iss: clientId!, sub: personId, aud: issuer })))
    if (!state) throw new TypeError('Acting for a person takes a statement that names the person: give the `statementKey` that signs it.')
    const kept = statement ? undefined : people.get(personId)
    const exchange = async (): Promise<TokenForm> => ({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      subject_token: await state(),
      ...scope,
    })
    const client =
      kept ??
      clientOver(
        connection,
        tokensBy(() => askToken(exchange)),
        actingFor,
      )
    if (!statement) {
      // The one that was not asked for longest goes first.
      people.delete(personId)
      people.set(personId, client)
      if (people.size > keptPeople) people.delete(people.keys().next().value!)
    }
    return client
  }

  return clientOver(
    connection,
    tokensBy(() => askToken(async () => ({ grant_type: 'client_credentials', ...scope }))),
    actingFor,
  )
}

function clientOver(connection: Connection, tokens: TokenSource, actingFor: Client['actingFor']): Client {
  const services = servicesOver(transportOver(connection, tokens), connection.retry)
  const followMailbox = (options: FollowMailboxOptions) => followDoor(services.subscriptions, options)
  return Object.freeze({ ...services, actingFor, followMailbox })
}

function servicesOver(transport: Transport, retry: RetryPolicy): Services {
  const services: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    services[operation.service] ??= {}
    services[operation.service]![operation.name] = methodOf(operation, transport, retry, platformProblems)
  }
  return services as unknown as Services
}
