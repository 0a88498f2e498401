/** What webhooks are sent besides messages: CloudEvents without a number. */
import type { CloudEvent } from '../mailbox/cloud-event.ts'

interface About {
  readonly id: string
  readonly subscriptionId: string
  readonly issuer: string
  readonly at: Date
}

type PlatformEvent = Omit<CloudEvent, 'sequence'>

const event = ({ id, subscriptionId, issuer, at }: About, type: string, data: object): PlatformEvent => ({
  specversion: '1.0',
  id,
  source: `${issuer.replace(/\/$/, '')}/subscriptions/${subscriptionId}`,
  type,
  time: at.toISOString(),
  subscription: subscriptionId,
  datacontenttype: 'application/json',
  data,
})

/** The receiver answers with a JSON body that has the same `challenge`. */
export const challengeEvent = ({ challenge, ...about }: About & { challenge: string }): PlatformEvent =>
  event(about, 'nlc.webhook.challenge.v1', { challenge })

export const testEvent = (about: About): PlatformEvent => event(about, 'nlc.webhook.test.v1', {})
