/** A message of a mailbox as CloudEvents 1.0 in JSON: the same bytes at every door, also when it is repeated. */

/** A row of `mailbox_message`. */
export interface MailboxMessage {
  readonly subscriptionId: string
  readonly number: number
  readonly id: string
  readonly type: string
  readonly subjectId: string
  /** Null: withheld. */
  readonly data: unknown
  readonly occurredAt: Date
}

export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly subject?: string
  readonly datacontenttype?: 'application/json'
  /** The number in the mailbox: from 1, without a gap. In decimal; a CloudEvents extension holds no number beyond 2^31. */
  readonly sequence: string
  readonly subscription: string
  readonly data?: unknown
}

export const withheldType = 'nlc.withheld.v1'

/**
 * @param issuer of the platform's tokens: the base of every `source`.
 * A withheld message keeps id and number and says nothing else: neither whom it was about nor what kind it was.
 */
export function cloudEvent(message: MailboxMessage, issuer: string): CloudEvent {
  const { id, subscriptionId, number, data, occurredAt } = message
  const source = `${issuer.replace(/\/$/, '')}/subscriptions/${subscriptionId}`
  const place = { time: occurredAt.toISOString(), sequence: String(number), subscription: subscriptionId }
  if (data === null) return { specversion: '1.0', id, source, type: withheldType, ...place }
  return {
    specversion: '1.0',
    id,
    source,
    type: `nlc.${message.type}.v1`,
    subject: message.subjectId,
    ...place,
    datacontenttype: 'application/json',
    data,
  }
}
