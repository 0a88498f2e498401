/** What identity is told besides what every service is. The only place that knows the environment's names. */
import { ClientId, ClientKeys, ClientKind, ClientName, MayActForPeople, Scopes } from '@nlc/contracts/identity'
import { ConfigError, commonConfig, KeySealing, readConfig, readerOf } from '@nlc/runtime'
import type { JSONWebKeySet } from 'jose'
import Type, { type Static, type TProperties, type TSchema } from 'typebox'

export const identityConfig = {
  KEY_ENCRYPTION_KEY: Type.String({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: '32 random bytes in base64url: seals the private signing keys in the database.',
  }),
  TOKEN_SECONDS: Type.Integer({ minimum: 60, maximum: 3600, default: 600, description: 'Life of an access token.' }),
  SIGNING_KEY_DAYS: Type.Integer({ minimum: 1, maximum: 90, default: 14, description: 'After so many days the next key signs.' }),
  BOOTSTRAP_CLIENTS: Type.String({
    default: '[]',
    description: 'JSON: [{ "id", "kind", "name", "secret", "scopes"?, "mayActForPeople"?, "keys"? }], registered at start where absent.',
  }),
  TRUSTED_STATEMENT_ISSUERS: Type.String({
    default: '[]',
    description: 'JSON: [{ "issuer", "jwks" | "jwksUri" }], identity providers whose statements may name a person.',
  }),
} satisfies TProperties

const BootstrapClient = Type.Object(
  {
    id: ClientId,
    kind: ClientKind,
    name: ClientName,
    // Digests are fast: what people would choose could be guessed from them.
    secret: Type.String({ minLength: 43, maxLength: 200, description: 'At least 256 random bits, in base64url.' }),
    scopes: Type.Optional(Scopes),
    mayActForPeople: Type.Optional(MayActForPeople),
    keys: Type.Optional(ClientKeys),
  },
  { additionalProperties: false },
)
export type BootstrapClient = Static<typeof BootstrapClient>

const StatementIssuer = Type.Object(
  {
    issuer: Type.String({ minLength: 1 }),
    jwks: Type.Optional(Type.Object({ keys: Type.Array(Type.Object({ kty: Type.String() })) })),
    jwksUri: Type.Optional(Type.String({ pattern: '^(https://|http://(127\\.0\\.0\\.1|localhost)[:/])' })),
  },
  { additionalProperties: false },
)
export interface StatementIssuer {
  readonly issuer: string
  readonly jwks?: JSONWebKeySet
  readonly jwksUri?: string
}

export interface Settings {
  readonly issuer: string
  readonly sealing: KeySealing
  readonly tokenSeconds: number
  readonly signingKeyDays: number
  readonly bootstrapClients: readonly BootstrapClient[]
  readonly statementIssuers: readonly StatementIssuer[]
}

/** @throws ConfigError that names every fault. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const read = readConfig({ ISSUER: commonConfig.ISSUER, ...identityConfig }, environment)
  const faults: string[] = []
  const bootstrapClients = jsonOf<BootstrapClient>('BOOTSTRAP_CLIENTS', read.BOOTSTRAP_CLIENTS, BootstrapClient, faults)
  const statementIssuers = jsonOf<StatementIssuer>('TRUSTED_STATEMENT_ISSUERS', read.TRUSTED_STATEMENT_ISSUERS, StatementIssuer, faults)
  for (const { issuer, jwks, jwksUri } of statementIssuers) {
    if ((jwks === undefined) === (jwksUri === undefined)) faults.push(`TRUSTED_STATEMENT_ISSUERS: ${issuer} needs either jwks or jwksUri.`)
  }
  // Metadata, audience and token endpoint are made by adding paths to it.
  if (URL.parse(read.ISSUER)?.origin !== read.ISSUER)
    faults.push('ISSUER: It must be an origin, as https://api.example.org, without a path.')
  if (faults.length > 0) throw new ConfigError(`The configuration is not complete:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  return {
    issuer: read.ISSUER,
    sealing: new KeySealing(
      Buffer.from(read.KEY_ENCRYPTION_KEY, 'base64url'),
      'Where it is lost, empty the table signing_key: new keys are made, and every live token is void.',
    ),
    tokenSeconds: read.TOKEN_SECONDS,
    signingKeyDays: read.SIGNING_KEY_DAYS,
    bootstrapClients,
    statementIssuers,
  }
}

function jsonOf<Item>(name: string, text: string, item: TSchema, faults: string[]): Item[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    faults.push(`${name}: It is not JSON.`)
    return []
  }
  const reader = readerOf(Type.Array(item))
  if (reader.check(value)) return value as Item[]
  faults.push(...reader.faults(value).map(({ at, detail }) => `${name}${at}: ${detail}`))
  return []
}
