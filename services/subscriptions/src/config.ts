/** What subscriptions is told besides what every service is. The only place that knows the environment's names. */
import { KeySealing, readConfig } from '@nlc/runtime'
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
} satisfies TProperties

export interface Settings {
  readonly sealing: KeySealing
  /** Hosts and CIDRs. */
  readonly webhookAllow: readonly string[]
  readonly webhookAnswerMs: number
}

/** @throws ConfigError that names every fault. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const read = readConfig(subscriptionsConfig, environment)
  return {
    sealing: new KeySealing(
      Buffer.from(read.KEY_ENCRYPTION_KEY, 'base64url'),
      'Where it is lost, empty the table webhook_key: each vendor has to rotate its keys before anything is delivered.',
    ),
    webhookAllow: read.WEBHOOK_ALLOW.split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    webhookAnswerMs: read.WEBHOOK_ANSWER_MS,
  }
}
