/** The table of contents of subscriptions. */
import { subscriptions as contract } from '@nlc/contracts/subscriptions'
import { type DatabaseConfig, defineService, type RunOptions, type Service } from '@nlc/runtime'
import type { Settings } from './config.ts'
import * as duties from './duties/index.ts'
import * as explanations from './explanations/index.ts'
import * as known from './known/index.ts'
import * as mailbox from './mailbox/index.ts'
import * as matching from './matching/index.ts'
import * as natsDoor from './nats-door/index.ts'
import * as snapshots from './snapshots/index.ts'
import * as ownSubscriptions from './subscriptions/index.ts'
import { deliverOnMailboxGrew } from './webhooks/deliver-on-mailbox-grew.ts'
import * as webhooks from './webhooks/index.ts'
import { webhookAttemptsOf } from './webhooks/webhook-attempts-of.ts'

/** @param settings asked for when something runs: migrating needs none. */
export function subscriptions(settings: () => Settings): { service: Service; options: RunOptions<DatabaseConfig> } {
  let issuer = ''
  const service = defineService(contract, {
    entities: [...ownSubscriptions.entities, ...natsDoor.entities, ...webhooks.entities],
    migrations: [new URL('../migrations/', import.meta.url)],
    handlers: [
      ...ownSubscriptions.handlers,
      ...mailbox.handlers(() => issuer),
      ...snapshots.handlers,
      ...duties.handlers,
      ...explanations.handlers([webhookAttemptsOf]),
      ...natsDoor.handlers(settings),
      ...webhooks.handlers(settings),
    ],
    reactions: [...known.reactions, ...mailbox.reactions, ...matching.reactions, ...duties.reactions, ...natsDoor.reactions],
    works: [...known.works, ...mailbox.works, ...snapshots.works, ...duties.works, ...webhooks.works],
  })

  const options: RunOptions<DatabaseConfig> = {
    http: (_, { config }) => {
      issuer = config.ISSUER
    },
    loops: (surroundings) => [
      deliverOnMailboxGrew(surroundings, settings()),
      ...(settings().natsDoor ? [natsDoor.serveNatsDoors(surroundings)] : []),
    ],
  }
  return { service, options }
}
