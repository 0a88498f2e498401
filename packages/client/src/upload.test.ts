import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ApiUnderTest, apiUnderTest, problemOf, tell } from './api-under-test.ts'
import { NoAnswerError } from './errors.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let api: ApiUnderTest
/** What the server has got. */
let stored: Buffer
let announced: { length: number; filetype: string }[]
/** Of the parts that come: after how many bytes the connection breaks. */
let breaks: number[]

/** Keeps what comes until the connection breaks, as the API does. */
async function store(request: IncomingMessage, offset: number): Promise<boolean> {
  const breakAfter = breaks.shift()
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const room = breakAfter === undefined ? chunk.length : Math.max(0, breakAfter - (stored.length - offset))
    stored = Buffer.concat([stored, chunk.subarray(0, room)])
    if (room < chunk.length) {
      request.socket.destroy()
      return false
    }
  }
  return true
}

beforeEach(async () => {
  api = await apiUnderTest()
  stored = Buffer.alloc(0)
  announced = []
  breaks = []
  const { createServer } = await import('node:http')
  const server = createServer(async (request, response) => {
    if (request.url === '/oauth/token') return tell(response, { body: { access_token: 't', expires_in: 600 } })
    if (request.headers['tus-resumable'] !== '1.0.0') return tell(response, problemOf(412, 'unsupported-tus-version'))
    if (request.method === 'POST') {
      const [, filetype = ''] = String(request.headers['upload-metadata']).split(' ')
      announced.push({ length: Number(request.headers['upload-length']), filetype: Buffer.from(filetype, 'base64').toString() })
      return tell(response, { status: 201, headers: { location: '/v1/register-files/file-1' } })
    }
    if (request.url !== '/v1/register-files/file-1') return tell(response, problemOf(404, 'no-such-upload'))
    if (request.method === 'HEAD') return tell(response, { headers: { 'upload-offset': String(stored.length) } })
    const offset = Number(request.headers['upload-offset'])
    if (offset !== stored.length) {
      request.resume()
      return tell(response, problemOf(409, 'upload-offset-conflict'))
    }
    if (await store(request, offset).catch(() => false))
      tell(response, { status: 204, headers: { 'upload-offset': String(stored.length) } })
  })
  await api.close()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const { client } = api
  api = {
    ...api,
    client: (options) => client({ baseUrl: `http://127.0.0.1:${port}`, ...options }),
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
})
afterEach(() => api.close())

test('whatever breaks, and wherever, the file arrives once and whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 10_000, max: 70_000 }),
      fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 4 }),
      async (size, partBytes, at) => {
        stored = Buffer.alloc(0)
        breaks = [...at]
        const file = randomBytes(size)
        const offsets: number[] = []
        const uploaded = await api
          .client({ retry: { tries: 8, baseMs: 1, maxMs: 2 } })
          .membership.uploadRegisterFile({ file }, { partBytes, onProgress: ({ sentBytes }) => offsets.push(sentBytes) })
        expect(uploaded).toEqual({ id: 'file-1', bytes: size })
        expect(stored.equals(file)).toBe(true)
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
        expect(offsets.at(-1)).toBe(size)
      },
    ),
    { numRuns: 20 },
  )
})

test('it says how long it is, and of what type', async () => {
  const { uploadRegisterFile } = api.client().membership
  await uploadRegisterFile({ file: 'URN\r\n900001\r\n' })
  stored = Buffer.alloc(0)
  await uploadRegisterFile({ file: new Blob(['é'], { type: 'text/plain' }) })
  stored = Buffer.alloc(0)
  await uploadRegisterFile({ file: new Uint8Array(3) }, { type: 'text/x' })
  expect(announced).toEqual([
    { length: 13, filetype: 'text/csv' },
    { length: 2, filetype: 'text/plain' },
    { length: 3, filetype: 'text/x' },
  ])
})

test('a program that was restarted goes on where it stopped, from a file that is read as it is sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nlc-upload-'))
  try {
    const bytes = randomBytes(200_000)
    await writeFile(join(folder, 'file'), bytes)
    const file = await openAsBlob(join(folder, 'file'))
    breaks = [50_000]
    let begun = ''
    const cut = api.client({ retry: { tries: 1 } }).membership.uploadRegisterFile({ file }, { onProgress: ({ id }) => (begun = id) })
    await expect(cut).rejects.toThrow(NoAnswerError)
    expect(stored.length).toBe(50_000)
    expect(await api.client().membership.uploadRegisterFile({ file }, { resume: begun })).toEqual({ id: 'file-1', bytes: 200_000 })
    expect(stored.equals(bytes)).toBe(true)
    expect(announced).toHaveLength(1)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a file that is larger than is taken is not begun', async () => {
  const file = { size: 201 * 1024 * 1024 }
  Object.setPrototypeOf(file, Blob.prototype)
  await expect(api.client().membership.uploadRegisterFile({ file: file as never })).rejects.toThrow(RangeError)
  expect(announced).toHaveLength(0)
})

test('what breaks without any progress is given up after as many tries as anything', async () => {
  breaks = Array(20).fill(0)
  const cut = api.client({ retry: { tries: 3, baseMs: 1 } }).membership.uploadRegisterFile({ file: 'abc' })
  await expect(cut).rejects.toThrow(NoAnswerError)
  expect(breaks).toHaveLength(17)
})
