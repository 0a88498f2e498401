/** The broker's side of the NATS door: the stream that mailboxes are pulled from, and who may still come in. */
import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers } from '@nats-io/transport-node'
import type { Bus } from '@nlc/runtime'
import { STREAM } from './shown-nats-door.ts'

export interface Publication {
  readonly number: number
  /** What the stream knows it by: within ten minutes it takes it once. */
  readonly messageId: string
  readonly payload: string
}

export interface MailboxStream {
  /** In their order; @returns those that the stream has, up to the first that it has not, and why not. */
  publish(mailbox: string, publications: readonly Publication[]): Promise<{ done: number; cause?: unknown }>
  /** The number of the first message that is not acknowledged; undefined where there is none. */
  firstUnread(mailbox: string): Promise<number | undefined>
  /** Takes back all that lies there for a mailbox. */
  purge(mailbox: string): Promise<void>
  makeDurable(mailbox: string): Promise<void>
  deleteDurable(mailbox: string): Promise<void>
  state(): Promise<{ created: string; lastSeq: number }>
  /** Of each user's public key: until when (seconds since 1970) what was issued to it is void. Whoever is connected by it is put out. */
  revoke(users: Readonly<Record<string, number>>): Promise<void>
}

const waitMs = 2_000
const NUMBER = 'Mailbox-Number'

/** @param onToldOf a number that the stream gave to something new. */
export function mailboxStream(bus: Bus, onToldOf: (seq: number) => void): MailboxStream {
  const manager = () => jetstreamManager(bus.connection, { checkAPI: false, timeout: waitMs })
  const subject = (mailbox: string) => `mailbox.${mailbox}`

  async function askKeeper(what: string, question: object): Promise<void> {
    const answer = await bus.connection.request(`keeper.${what}`, JSON.stringify(question), { timeout: waitMs })
    const { error } = answer.json<{ error?: string }>()
    if (error) throw new Error(error)
  }

  return {
    async publish(mailbox, publications) {
      const js = jetstream(bus.connection)
      const results = await Promise.allSettled(
        publications.map(({ number, messageId, payload }) => {
          const meta = headers()
          meta.set('content-type', 'application/cloudevents+json')
          meta.set(NUMBER, String(number))
          return js.publish(subject(mailbox), payload, { msgID: messageId, headers: meta, expect: { streamName: STREAM }, timeout: waitMs })
        }),
      )
      for (const result of results) if (result.status === 'fulfilled' && !result.value.duplicate) onToldOf(result.value.seq)
      const failed = results.findIndex(({ status }) => status === 'rejected')
      return failed < 0 ? { done: publications.length } : { done: failed, cause: (results[failed] as PromiseRejectedResult).reason }
    },
    async firstUnread(mailbox) {
      const question = JSON.stringify({ seq: 1, next_by_subj: subject(mailbox) })
      const reply = await bus.connection.request(`$JS.API.STREAM.MSG.GET.${STREAM}`, question, { timeout: waitMs })
      const { error, message } = reply.json<{ error?: { code: number; description: string }; message?: { hdrs?: string } }>()
      if (error?.code === 404 && error.description === 'no message found') return undefined
      if (!message) throw new Error(`The stream cannot be read: ${error?.description}`)
      const [, number] = /^Mailbox-Number: (\d+)\r?$/im.exec(Buffer.from(message.hdrs ?? '', 'base64').toString()) ?? []
      if (!number) throw new Error('The stream has a message without a number.')
      return Number(number)
    },
    async purge(mailbox) {
      await (await manager()).streams.purge(STREAM, { filter: subject(mailbox) })
    },
    makeDurable: (mailbox) => askKeeper('make-durable', { mailbox }),
    async deleteDurable(mailbox) {
      await (await manager()).consumers.delete(STREAM, mailbox).catch((cause) => {
        if (!(cause instanceof JetStreamApiError && cause.status === 404)) throw cause
      })
    },
    async state() {
      const { created, state } = await (await manager()).streams.info(STREAM)
      return { created, lastSeq: state.last_seq }
    },
    revoke: (users) => askKeeper('revoke', users),
  }
}
