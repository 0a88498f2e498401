/** A message of a mailbox, as every door shows it: CloudEvents 1.0 in JSON. */
import type { MessageData } from './api.ts'

interface Event {
  readonly specversion: '1.0'
  /** The same at every door and in every repeat. */
  readonly id: string
  readonly source: string
  readonly time: string
  readonly subscription: string
}

interface Envelope extends Event {
  /** The number in the mailbox, in decimal: from 1, without a gap. */
  readonly sequence: string
}

/** By its `type`, `data` is known. A newer API may send types that this version does not know: leave them alone by a `default`. */
export type ShownMessage = { [Type in keyof MessageData]: MessageOf<Type> }[keyof MessageData]

export interface MessageOf<Type extends keyof MessageData> extends Envelope {
  readonly type: Type
  /** Whom or what it is about: a person's id, or a school's URN. */
  readonly subject?: string
  readonly datacontenttype?: 'application/json'
  readonly data: MessageData[Type]
}

/** What stood under this number may no longer be seen: it keeps its number and says nothing else. */
export interface WithheldMessage extends Envelope {
  readonly type: 'nlc.withheld.v1'
  readonly data?: undefined
}

export type MailboxMessage = ShownMessage | WithheldMessage

/** A webhook is asked whether it wants what comes: answer 200 with JSON that has the same `challenge`. It has no number. */
export interface WebhookChallenge extends Event {
  readonly type: 'nlc.webhook.challenge.v1'
  readonly data: { readonly challenge: string }
}

/** Somebody asked for a test: answer 200. It has no number. */
export interface WebhookTest extends Event {
  readonly type: 'nlc.webhook.test.v1'
  readonly data: Record<never, never>
}

/** All that a webhook is sent. */
export type WebhookEvent = MailboxMessage | WebhookChallenge | WebhookTest

export const withheldType = 'nlc.withheld.v1'

export const isWithheld = (message: MailboxMessage): message is WithheldMessage => message.type === withheldType

/** The place of a message in its mailbox. */
export const numberOf = ({ sequence }: Pick<MailboxMessage, 'sequence'>): number => Number(sequence)

/** @returns undefined where it is not one. */
export const messageFrom = (json: string): MailboxMessage | undefined => read(json, isMessage)
export const webhookEventFrom = (json: string): WebhookEvent | undefined => read(json, isWebhookEvent)

function read<T>(json: string, is: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return is(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether it has the form of one. */
export function isMessage(value: unknown): value is MailboxMessage {
  if (!isEvent(value)) return false
  const { type, sequence, data } = value
  return typeof sequence === 'string' && /^[1-9]\d{0,14}$/.test(sequence) && (type === withheldType || isObject(data))
}

function isWebhookEvent(value: unknown): value is WebhookEvent {
  if (isMessage(value)) return true
  if (!isEvent(value) || !isObject(value.data)) return false
  return value.type === 'nlc.webhook.test.v1' || (value.type === 'nlc.webhook.challenge.v1' && typeof value.data.challenge === 'string')
}

function isEvent(value: unknown): value is Record<string, unknown> {
  if (!isObject(value) || value.specversion !== '1.0') return false
  return [value.id, value.source, value.type].every((text) => typeof text === 'string' && text !== '')
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
