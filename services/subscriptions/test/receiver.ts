/**
 * A vendor's receiver as a process of its own: node:http, each path an inbox that behaves as it is told to. Messages are verified
 * by the standardwebhooks package and by node:crypto, and read by the cloudevents package; none of our code is in it.
 */
import { createPublicKey, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HTTP } from 'cloudevents'
import { Webhook } from 'standardwebhooks'

export interface Behaviour {
  /** Default 200. */
  readonly status?: number
  readonly headers?: Record<string, string>
  /** `hang`: never answers. `garbage`: answers what is no HTTP. `hang-up`: closes. Default: the status. */
  readonly answer?: 'status' | 'hang' | 'garbage' | 'hang-up'
  readonly delayMs?: number
  /** Whether a challenge is echoed; default: it is. `wrong`: another. */
  readonly echo?: 'right' | 'wrong' | 'none'
  /** Messages of these subjects alone get the status; the others 200. */
  readonly subjects?: readonly string[]
  /** After so many requests it behaves again. */
  readonly times?: number
}

export interface Keys {
  readonly secret?: string | undefined
  /** `whpk_…` */
  readonly publicKey?: string | undefined
}

/** What came, as it was read. */
export interface Received {
  readonly at: number
  readonly id: string
  readonly type: string
  readonly subject: string | undefined
  readonly sequence: string | undefined
  readonly data: unknown
  readonly signatures: readonly string[]
  /** By the standardwebhooks package, with the secret; undefined: no secret was given. */
  readonly v1: boolean | undefined
  /** By node:crypto, with the public key. */
  readonly v1a: boolean | undefined
  /** The status that it was answered with; 0: none. */
  readonly status: number
  readonly body: string
}

export type Order = { readonly inbox: string; readonly asked: number } & (
  | { readonly do: 'behave'; readonly behaviour: Behaviour }
  | { readonly do: 'know'; readonly keys: Keys }
  | { readonly do: 'tell' }
)

interface Inbox {
  behaviour: Behaviour
  requests: number
  keys: Keys
  received: Received[]
}

const inboxes = new Map<string, Inbox>()
function inboxAt(path: string): Inbox {
  const inbox = inboxes.get(path) ?? { behaviour: {}, requests: 0, keys: {}, received: [] }
  inboxes.set(path, inbox)
  return inbox
}

function verifies(
  { secret, publicKey }: Keys,
  headers: Record<string, string>,
  body: Buffer,
): { v1: boolean | undefined; v1a: boolean | undefined } {
  const attempt = (check: () => boolean) => {
    try {
      return check()
    } catch {
      return false
    }
  }
  const signatures = (headers['webhook-signature'] ?? '').split(' ')
  return {
    v1: secret === undefined ? undefined : attempt(() => new Webhook(secret).verify(body.toString(), headers) !== undefined),
    v1a:
      publicKey === undefined
        ? undefined
        : attempt(() => {
            const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url')
            const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
            const content = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body])
            return signatures.some((one) => one.startsWith('v1a,') && verify(null, content, key, Buffer.from(one.slice(4), 'base64')))
          }),
  }
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const headers = request.headers as Record<string, string>
  const inbox = inboxAt(request.url ?? '/')
  inbox.requests += 1
  const event = HTTP.toEvent({ headers, body: body.toString() }) as {
    id: string
    type: string
    subject?: string
    data?: { challenge?: string }
    [extension: string]: unknown
  }
  const misbehaves =
    inbox.requests <= (inbox.behaviour.times ?? Number.POSITIVE_INFINITY) &&
    (inbox.behaviour.subjects === undefined || inbox.behaviour.subjects.includes(event.subject ?? ''))
  const { status = 200, headers: more = {}, answer = 'status', delayMs = 0, echo = 'right' } = misbehaves ? inbox.behaviour : {}
  inbox.received.push({
    at: Date.now(),
    id: event.id,
    type: event.type,
    subject: event.subject,
    sequence: event.sequence as string | undefined,
    data: event.data,
    signatures: (headers['webhook-signature'] ?? '').split(' '),
    ...verifies(inbox.keys, headers, body),
    status: answer === 'status' ? status : 0,
    body: body.toString(),
  })
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
  if (answer === 'hang') return
  if (answer === 'hang-up') return void request.socket.destroy()
  if (answer === 'garbage') return void request.socket.end('220 mail.example.org ESMTP\r\n')
  const echoes = event.type === 'nlc.webhook.challenge.v1' && echo !== 'none'
  response.writeHead(status, { 'content-type': 'application/json', ...more })
  response.end(echoes ? JSON.stringify({ challenge: echo === 'wrong' ? 'another' : event.data?.challenge }) : undefined)
}

const server = createServer((request, response) => {
  receive(request, response).catch((cause) => {
    console.error(cause)
    response.writeHead(500).end()
  })
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', (order: Order) => {
  const inbox = inboxAt(order.inbox)
  if (order.do === 'behave') {
    inbox.behaviour = order.behaviour
    inbox.requests = 0
  }
  if (order.do === 'know') inbox.keys = order.keys
  process.send?.({ asked: order.asked, received: order.do === 'tell' ? inbox.received : [] })
})
process.on('disconnect', () => process.exit(0))
