/** A server that answers as it is told, over real connections. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, type ClientOptions, createClient } from './client.ts'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Milliseconds, of `performance.now()`. */
  readonly at: number
}

export interface Told {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** An object is JSON, a problem where the status says so. */
  readonly body?: unknown
}

/** `cut`: the connection ends without an answer. `hang`: it does not end. */
export type Reaction = Told | 'cut' | 'hang' | ((seen: Seen, request: IncomingMessage, response: ServerResponse) => void | Promise<void>)

export interface ApiUnderTest {
  readonly url: string
  /** Every request but those for tokens. */
  readonly seen: Seen[]
  readonly tokenRequests: Seen[]
  /** What comes next, one each; the last one goes on. */
  reactions: Reaction[]
  tokens: Reaction[]
  /** With short pauses; as its own tokens have it. */
  client(options?: Partial<ClientOptions>): Client
  close(): Promise<void>
}

export const problemOf = (status: number, name: string, details: object = {}): Told => ({
  status,
  body: { type: `/problems/${name}`, title: `It is ${name}.`, status, instance: 'trace', ...details },
})

export async function apiUnderTest(): Promise<ApiUnderTest> {
  const seen: Seen[] = []
  const tokenRequests: Seen[] = []
  let given = 0
  const server = createServer(async (request, response) => {
    const isToken = request.url === '/oauth/token'
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    } catch {
      return
    }
    const { method = '', url = '', headers } = request
    const it: Seen = { method, url, headers, body: Buffer.concat(chunks).toString(), at: performance.now() }
    ;(isToken ? tokenRequests : seen).push(it)
    const queue = isToken ? api.tokens : api.reactions
    const reaction = queue.length > 1 ? queue.shift()! : queue[0]!
    if (typeof reaction === 'function') return reaction(it, request, response)
    if (reaction === 'hang') return
    if (reaction === 'cut') return void request.socket.destroy()
    tell(response, reaction)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const api: ApiUnderTest = {
    url,
    seen,
    tokenRequests,
    reactions: [{ body: {} }],
    tokens: [(_, __, response) => tell(response, { body: { access_token: `token-${++given}`, expires_in: 600 } })],
    client: (options) =>
      createClient({ baseUrl: url, clientId: 'us', clientSecret: 'secret', retry: { baseMs: 1, maxMs: 5 }, timeoutMs: 20_000, ...options }),
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return api
}

export function tell(response: ServerResponse, { status = 200, headers = {}, body }: Told): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  const isText = typeof body === 'string' || body === undefined
  response.writeHead(status, { ...(!isText && { 'content-type': type }), ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

/** All that it gives, until its end. */
export async function allOf<T>(given: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const each of given) all.push(each)
  return all
}
