/** The delivery of webhooks alone, in a process that a test can kill: as the service runs it, on the test's database. */
import { logger, openDatabase, systemClock } from '@nlc/runtime'
import { readSettings } from '../src/config.ts'
import { Subscription } from '../src/subscriptions/subscription.ts'
import { deliverOnMailboxGrew } from '../src/webhooks/deliver-on-mailbox-grew.ts'
import { WebhookEndpoint } from '../src/webhooks/webhook-endpoint.ts'

const database = await openDatabase(process.env.POSTGRES_URL!, [Subscription, WebhookEndpoint], 4)
const around = {
  config: { ISSUER: 'http://gateway.test' },
  database,
  clock: systemClock,
  log: logger('subscriptions', { LOG_FILE: undefined, LOG_LEVEL: 'error' }),
  bus: undefined as never,
  committed: () => {},
}
const loop = deliverOnMailboxGrew(around, readSettings(process.env), { leaseSeconds: 1 })
process.on('SIGTERM', () => void loop.close().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(1))
process.send?.('delivering')
