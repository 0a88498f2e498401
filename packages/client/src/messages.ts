/** A message of a mailbox, as every door shows it: CloudEvents 1.0 in JSON. */
import type { MessageData } from './api.ts'

interface Envelope {
  readonly specversion: '1.0'
  /** The same at every door and in every repeat. */
  readonly id: string
  readonly source: string
  readonly time: string
  /** The number in the mailbox, in decimal: from 1, without a gap. */
  readonly sequence: string
  readonly subscription: string
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

export const withheldType = 'nlc.withheld.v1'

export const isWithheld = (message: MailboxMessage): message is WithheldMessage => message.type === withheldType

/** The place of a message in its mailbox. */
export const numberOf = ({ sequence }: Pick<MailboxMessage, 'sequence'>): number => Number(sequence)

/** @returns undefined where it is no message. */
export function messageFrom(json: string): MailboxMessage | undefined {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return undefined
  }
  return isMessage(value) ? value : undefined
}

/** Whether it has the form of one. */
export function isMessage(value: unknown): value is MailboxMessage {
  if (typeof value !== 'object' || value === null) return false
  const { specversion, id, source, type, sequence, data } = value as Record<string, unknown>
  return (
    specversion === '1.0' &&
    [id, source, type].every((text) => typeof text === 'string' && text !== '') &&
    typeof sequence === 'string' &&
    /^[1-9]\d{0,14}$/.test(sequence) &&
    (type === withheldType || (typeof data === 'object' && data !== null))
  )
}
