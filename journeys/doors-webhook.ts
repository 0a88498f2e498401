/** The webhook: a receiver in a process of its own, behind a line that breaks. */
import { randomInt } from 'node:crypto'
import type { Client } from '@nlc/client'
import { expect } from 'vitest'
import type { Door } from './doors-door.ts'
import { type Line, lineTo } from './doors-line.ts'
import { soon } from './doors-roles.ts'
import { startReceiver } from './receiver.ts'

export interface WebhookDoor extends Door {
  readonly line: Line
  /** Requests whose signatures were wrong, or that are no CloudEvents. */
  readonly faults: readonly string[]
}

/** More than a message and its headers have. */
const requestBytes = 2_000
/** About as much as a 204. */
const answerBytes = 120

export async function webhookDoor({ subscriptions }: Client, subscriptionId: string): Promise<WebhookDoor> {
  const receiver = await startReceiver()
  const line = await lineTo(receiver.url)
  const { secret } = await subscriptions.registerWebhook({ subscriptionId, url: `${line.origin}/role-changes`, fromNumber: 1 })
  const { keys } = await subscriptions.listWebhookKeys({ subscriptionId })
  receiver.trust({ secret: secret!, publicKey: keys.find(({ kind }) => kind === 'ed25519')!.publicKey! })
  await soon(async () => expect((await subscriptions.getWebhook({ subscriptionId })).state).toBe('active'))
  return {
    line,
    taken: receiver.received,
    faults: receiver.faults,
    async cut() {
      // Before all of the message is there; or when it was taken, before all of the answer is back.
      const request = await (randomInt(2) === 0 ? line.cut('request', randomInt(requestBytes)) : line.cut('answer', randomInt(answerBytes)))
      // On a connection, one message is under way at a time.
      const [, id] = /^webhook-id: (\S+)\r$/im.exec(request) ?? []
      return id === undefined ? [] : [id]
    },
    async stop() {
      await line.down()
      await receiver.stop()
    },
  }
}
