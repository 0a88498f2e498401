/** What subscriptions is told besides what every service is. The only place that knows the environment's names. */
import { ConfigError, KeySealing, readConfig } from '@nlc/runtime'
import Type, { type TProperties } from 'typebox'

export const subscriptionsConfig = {
  KEY_ENCRYPTION_KEY: Type.String({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: '32 random bytes in base64url: seals the private keys in the database that webhooks are signed with.',
  }),
  WEBHOOK_ALLOW: Type.String({
    default: '',
    description:
      'Hosts and networks (CIDR), with commas between, that webhooks may reach although they are private, by http too; for sandboxes.',
  }),
  WEBHOOK_ANSWER_MS: Type.Integer({
    minimum: 100,
    maximum: 60_000,
    default: 15_000,
    description: 'How long a receiver may take from the request to the head of its answer.',
  }),
  NATS_DOOR_URL: Type.Optional(
    Type.String({ description: 'URLs, with commas between, at which vendors reach NATS; absent: there is no NATS door.' }),
  ),
  NATS_DOOR_ACCOUNT: Type.Optional(Type.String({ pattern: '^A[A-Z2-7]{55}$', description: "Public key of the vendors' account on NATS." })),
  NATS_DOOR_SIGNING_KEY: Type.Optional(
    Type.String({ pattern: '^SA[A-Z2-7]{56}$', description: "Seed of the key that signs vendors' users, and can sign nothing else." }),
  ),
} satisfies TProperties

export interface NatsDoorSettings {
  readonly urls: readonly string[]
  /** Public key. */
  readonly account: string
  /** Seed. */
  readonly signingKey: string
}

export interface Settings {
  readonly sealing: KeySealing
  /** Hosts and CIDRs. */
  readonly webhookAllow: readonly string[]
  readonly webhookAnswerMs: number
  /** Undefined: there is no NATS door. */
  readonly natsDoor: NatsDoorSettings | undefined
}

/** @throws ConfigError that names every fault. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const read = readConfig(subscriptionsConfig, environment)
  return {
    sealing: new KeySealing(
      Buffer.from(read.KEY_ENCRYPTION_KEY, 'base64url'),
      'Where it is lost, empty the table webhook_key: each vendor has to rotate its keys before anything is delivered.',
    ),
    webhookAllow: listOf(read.WEBHOOK_ALLOW),
    webhookAnswerMs: read.WEBHOOK_ANSWER_MS,
    natsDoor: natsDoorIn(read.NATS_DOOR_URL, read.NATS_DOOR_ACCOUNT, read.NATS_DOOR_SIGNING_KEY),
  }
}

function natsDoorIn(url: string | undefined, account: string | undefined, signingKey: string | undefined): NatsDoorSettings | undefined {
  if (!url) return undefined
  if (!account || !signingKey)
    throw new ConfigError(
      'The configuration is not complete:\n  NATS_DOOR_URL: It needs NATS_DOOR_ACCOUNT and NATS_DOOR_SIGNING_KEY beside it.',
    )
  return { urls: listOf(url), account, signingKey }
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
