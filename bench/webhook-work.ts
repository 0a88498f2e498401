/** The work that every contender does for a webhook: a message as it is committed, and as it is sent. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloudEvent } from '../services/subscriptions/src/mailbox/cloud-event.ts'
import { makeKey, signedHeaders, signerOf } from '../services/subscriptions/src/webhooks/signing-key.ts'

/** Milliseconds of the machine's monotonic clock, the same in every process. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

export interface WorkMessage {
  readonly id: string
  readonly subjectId: string
  readonly data: object
}

/** An appointment of usual size. */
export function newMessage(): WorkMessage {
  const subjectId = randomUUID()
  const conditions = { urn: '900001', minutesPerWeek: 180, releasedBy: randomUUID() }
  return {
    id: randomUUID(),
    subjectId,
    data: {
      id: randomUUID(),
      version: 3,
      supersedes: 2,
      personId: subjectId,
      recipientRef: 'S-00412',
      networkId: randomUUID(),
      roleCode: 'ict-innovator',
      state: 'active',
      firstDay: '2026-09-01',
      ...conditions,
      periods: [{ firstDay: '2026-09-01', ...conditions, paused: false }],
      recordedAt: new Date().toISOString(),
    },
  }
}

const signers = (['hmac-sha256', 'ed25519'] as const).map((kind) => signerOf(kind, makeKey(kind).privateKey))

/** A request as ours are: a CloudEvent, signed twice. */
export function request({ id, subjectId, data }: WorkMessage, subscriptionId: string, number: number): { headers: string[]; body: Buffer } {
  const message = { id, subjectId, data, subscriptionId, number, type: 'appointment.changed', occurredAt: new Date() }
  const body = Buffer.from(JSON.stringify(cloudEvent(message, 'http://127.0.0.1:8080')))
  return { headers: signedHeaders(signers, id, body), body }
}

/** Commits at a steady rate, however long each takes. @returns the ids and when each was committed. */
export async function atRate(rate: number, seconds: number, commit: (n: number) => Promise<string>): Promise<[id: string, at: number][]> {
  const committed: [string, number][] = []
  const began = now()
  const underWay: Promise<void>[] = []
  for (let n = 0; n < rate * seconds; n++) {
    const waitMs = began + (n * 1000) / rate - now()
    if (waitMs > 0) await sleep(waitMs)
    underWay.push(commit(n).then((id) => void committed.push([id, now()])))
  }
  await Promise.all(underWay)
  return committed
}

/** Answers `GET /produce?rate=&seconds=` and `GET /burst?messages=` by what is given. */
export function control(answers: Record<string, (parameters: URLSearchParams) => Promise<unknown>>): void {
  const server = createServer(async (asked, response) => {
    const url = new URL(asked.url ?? '/', 'http://bench')
    try {
      response.end(JSON.stringify((await answers[url.pathname]?.(url.searchParams)) ?? null))
    } catch (cause) {
      console.error(cause)
      response.writeHead(500).end()
    }
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
}
