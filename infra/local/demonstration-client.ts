/** The gateway as the demonstration uses it: as any client would, with nothing but HTTP. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Access, getToken } from './access-token.ts'
import { Fault } from './fault.ts'
import type { ClientRole } from './secrets.ts'

// What is read from an answer is what was asked for; the gateway has checked it against the contract.
// biome-ignore lint/suspicious/noExplicitAny: answers differ by operation
type Answer = any

export interface DemonstrationClient {
  get(path: string): Promise<Answer>
  /** @param key is that of the request each time the demonstration is loaded: what was done is not done again. */
  post(key: string, path: string, body?: unknown): Promise<Answer>
  /** tus 1.0: made and sent in one request. */
  upload(path: string, text: string, metadata: Record<string, string>): Promise<string>
}

/** @param person whom the client acts for. */
export async function clientAs(access: Access, role: ClientRole, person?: string): Promise<DemonstrationClient> {
  const { accessToken } = await getToken(access.gateway, access.clients[role], person)
  const ask = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    request(access.gateway + path, { method, headers: { authorization: `Bearer ${accessToken}`, ...headers }, ...(body && { body }) })
  return {
    get: async (path) => (await ask('GET', path, {})).json(),
    post: async (key, path, body) =>
      (
        await ask(
          'POST',
          path,
          {
            'idempotency-key': `demonstration:${key.replaceAll(' ', '-')}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          body === undefined ? undefined : JSON.stringify(body),
        )
      ).json(),
    upload: async (path, text, metadata) => {
      const response = await ask(
        'POST',
        path,
        {
          'tus-resumable': '1.0.0',
          'upload-length': String(Buffer.byteLength(text)),
          'upload-metadata': Object.entries(metadata)
            .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
            .join(','),
          'content-type': 'application/offset+octet-stream',
        },
        text,
      )
      return response.headers.get('location')?.split('/').at(-1) as string
    },
  }
}

const tries = 5

/** A client is told when to come again (429, 503, 504), and does. */
async function request(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) })
    if (response.ok) return response
    if (![429, 503, 504].includes(response.status) || attempt === tries) {
      throw new Fault(
        `The demonstration could not be loaded: ${init.method} ${url} answered ${response.status} ${await response.text()}. Start without it: npm start -- --no-demo`,
      )
    }
    await response.body?.cancel()
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000)
  }
}

/** As many at once as the gateway's machine has use for. */
export async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = new Array(items.length)
  const left = items.entries()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const [index, item] of left) results[index] = await work(item)
    }),
  )
  return results
}
