import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audience, type TestBus, type TestDatabase, testBus, testDatabase, token, trustedIssuers } from '../../testing/src/index.ts'
import { configuration } from '../example/configuration.ts'
import { type Severable, severable } from '../example/severable.ts'
import { visits } from '../example/visits.ts'
import { newId } from './id.ts'
import { type Running, start } from './run.ts'
import { findUpload, PostgresStore, readUpload } from './uploads.ts'

const path = '/v1/visit-files'
let nats: TestBus
let place: TestDatabase
let line: Severable
let running: Running
let authorization: string
const client = newId()
const bearer = async (claims: { client?: string; person?: string } = {}) =>
  `Bearer ${await token({ scopes: ['networks:write'], client, ...claims })}`

beforeAll(async () => {
  const service = visits()
  ;[nats, place] = await Promise.all([testBus(), testDatabase(service)])
  line = await severable(place.url)
  running = await start(
    service,
    configuration({
      POSTGRES_URL: line.url,
      NATS_URL: nats.url,
      NATS_CREDS: nats.credentialsOf('scheduling'),
      ISSUER: audience,
      TRUSTED_ISSUERS: trustedIssuers(),
    }),
  )
  authorization = await bearer()
})
afterAll(async () => {
  await running?.stop()
  await line?.close()
  await Promise.all([nats?.stop(), place?.drop()])
})

const csv = `filetype ${Buffer.from('text/csv').toString('base64')},filename ${Buffer.from('visits.csv').toString('base64')}`
const url = (address: string) => `http://127.0.0.1:${running.httpPort}${address}`
const call = (method: string, address: string, headers: Record<string, string> = {}, body?: Uint8Array) =>
  fetch(url(address), {
    method,
    headers: { authorization, 'tus-resumable': '1.0.0', ...headers },
    ...(body && { body: new Uint8Array(body) }),
  })
async function begin(length: number, headers: Record<string, string> = {}): Promise<string> {
  const response = await call('POST', path, { 'upload-length': String(length), 'upload-metadata': csv, ...headers })
  expect(response.status, await response.clone().text()).toBe(201)
  return response.headers.get('location')!
}
const append = (address: string, offset: number, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  call('PATCH', address, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...headers }, bytes)
const offsetOf = async (address: string) => Number((await call('HEAD', address)).headers.get('upload-offset'))
const idOf = (address: string) => address.split('/').at(-1)!
async function stored(address: string, from = 0): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of readUpload(running.database.sql, idOf(address), from)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
const documentOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  return (await response.json()) as Record<string, unknown>
}
/** Sends `sent` of the bytes that were announced, and hangs up. */
async function cutOff(address: string, offset: number, bytes: Buffer, sent: number): Promise<void> {
  const upload = request(url(address), {
    method: 'PATCH',
    headers: {
      authorization,
      'tus-resumable': '1.0.0',
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length,
    },
  })
  upload.on('error', () => {})
  await new Promise<void>((resolve) => upload.write(bytes.subarray(0, sent), () => resolve()))
  await new Promise((resolve) => setImmediate(resolve))
  upload.destroy()
  await new Promise((resolve) => upload.on('close', resolve))
}

test('a file in parts: each goes on where the one before ended, and what is there is what was sent', async () => {
  const bytes = randomBytes(700_000)
  const address = await begin(bytes.length)
  expect(address).toMatch(/^\/v1\/visit-files\/[0-9a-f-]{36}$/)
  expect(await offsetOf(address)).toBe(0)
  const first = await append(address, 0, bytes.subarray(0, 300_001))
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '300001'])
  expect(await findUpload(running.database.sql, idOf(address))).toMatchObject({
    offset: 300_001,
    length: 700_000,
    complete: false,
    client,
    operation: 'scheduling.upload-visits',
  })
  expect((await append(address, 300_001, bytes.subarray(300_001))).status).toBe(204)
  expect(await findUpload(running.database.sql, idOf(address))).toMatchObject({
    complete: true,
    metadata: { filetype: 'text/csv', filename: 'visits.csv' },
  })
  expect((await stored(address)).equals(bytes)).toBe(true)
  expect((await stored(address, 299_999)).equals(bytes.subarray(299_999))).toBe(true)
  expect(await stored(address, 700_000)).toHaveLength(0)
})

test('a file with its creation, and one of no length', async () => {
  const bytes = Buffer.from('visit\n1\n')
  const made = await call(
    'POST',
    path,
    { 'upload-length': '8', 'upload-metadata': csv, 'content-type': 'application/offset+octet-stream' },
    bytes,
  )
  expect([made.status, made.headers.get('upload-offset')]).toEqual([201, '8'])
  expect(await stored(made.headers.get('location')!)).toEqual(bytes)
  expect(await findUpload(running.database.sql, idOf(await begin(0)))).toMatchObject({ complete: true })
})

test('cut off on the way, again and again: what has arrived is kept, and the client goes on from there', async () => {
  const bytes = randomBytes(3_000_000)
  const address = await begin(bytes.length)
  let offset = 0
  for (const sent of [900_000, 700_000]) {
    await cutOff(address, offset, bytes.subarray(offset), sent)
    const before = offset
    await expect.poll(() => offsetOf(address)).toBeGreaterThan(before)
    offset = await offsetOf(address)
    expect(offset).toBeLessThanOrEqual(before + sent)
  }
  // As clients do: where the last of it was still being written down, the offset is asked for once more.
  const answered = async () => {
    offset = await offsetOf(address)
    return (await append(address, offset, bytes.subarray(offset))).status
  }
  await expect.poll(answered).toBe(204)
  expect((await stored(address)).equals(bytes)).toBe(true)
})

test('at another offset than the upload stands at: refused, and nothing changed', async () => {
  const bytes = randomBytes(1_000)
  const address = await begin(bytes.length)
  await append(address, 0, bytes.subarray(0, 500))
  for (const offset of [0, 499, 501, 1_000]) {
    const response = await append(address, offset, bytes.subarray(offset))
    expect(await documentOf(response)).toMatchObject({ status: 409, type: '/problems/upload-offset-conflict' })
  }
  expect(await stored(address)).toEqual(bytes.subarray(0, 500))
})

test('many parts for one offset at once: one is taken', async () => {
  const parts = Array.from({ length: 10 }, () => randomBytes(1_000))
  const address = await begin(10_000)
  const answers = await Promise.all(parts.map((part) => append(address, 0, part)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 9 }, () => 409)])
  expect(await offsetOf(address)).toBe(1_000)
  const taken = parts[answers.findIndex(({ status }) => status === 204)]!
  expect((await stored(address)).equals(taken)).toBe(true)
})

test('two instances that write at one offset at once: one of them is refused, and the bytes are of the other alone', async () => {
  const parts = [randomBytes(400_000), randomBytes(400_000)]
  const address = await begin(1_000_000)
  const store = new PostgresStore(running.database.sql, 'scheduling.upload-visits')
  const outcomes = await Promise.allSettled(parts.map((part) => store.write(Readable.from([part]), idOf(address), 0)))
  const taken = outcomes.findIndex(({ status }) => status === 'fulfilled')
  expect(outcomes[taken]).toEqual({ status: 'fulfilled', value: 400_000 })
  expect(outcomes[1 - taken]).toMatchObject({ status: 'rejected', reason: { status_code: 409 } })
  expect((await stored(address)).equals(parts[taken]!)).toBe(true)
})

test('another type than the operation takes is refused; so is a part that is no upload', async () => {
  const json = `filetype ${Buffer.from('application/json').toString('base64')}`
  for (const metadata of [json, 'filename eA==', 'filetype']) {
    const response = await call('POST', path, { 'upload-length': '5', 'upload-metadata': metadata })
    expect(await documentOf(response)).toMatchObject({
      status: 415,
      type: '/problems/unsupported-media-type',
      detail: expect.stringContaining('text/csv'),
    })
  }
  expect((await call('POST', path, { 'upload-length': '5' })).status).toBe(415)
  const address = await begin(5)
  const response = await append(address, 0, Buffer.from('visit'), { 'content-type': 'text/csv' })
  expect(await documentOf(response)).toMatchObject({ status: 415, type: '/problems/unsupported-media-type' })
  expect(await offsetOf(address)).toBe(0)
})

test('longer than the operation takes, or than was announced: refused, and nothing of it kept', async () => {
  const response = await call('POST', path, { 'upload-length': String(64 * 1024 * 1024 + 1), 'upload-metadata': csv })
  expect(await documentOf(response)).toMatchObject({ status: 413, type: '/problems/body-too-large', maxBytes: 64 * 1024 * 1024 })
  const address = await begin(10)
  expect(await documentOf(await append(address, 0, randomBytes(11)))).toMatchObject({ status: 413 })
  expect(await offsetOf(address)).toBe(0)
  // Nor where the length of the part is not said.
  const chunked = await fetch(url(address), {
    method: 'PATCH',
    headers: { authorization, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new ReadableStream({
      start(controller) {
        for (let n = 0; n < 4; n++) controller.enqueue(new Uint8Array(8))
        controller.close()
      },
    }),
    duplex: 'half',
  } as RequestInit)
  expect(chunked.status).toBe(413)
  expect(await offsetOf(address)).toBeLessThanOrEqual(10)
})

test('what does not follow the protocol is refused with a problem that says what to do', async () => {
  const cases: [Record<string, string>, number, string][] = [
    [{ 'upload-metadata': csv }, 400, 'upload-refused'],
    [{ 'upload-length': '-1', 'upload-metadata': csv }, 400, 'upload-refused'],
    [{ 'upload-length': 'many', 'upload-metadata': csv }, 400, 'upload-refused'],
    [{ 'upload-defer-length': '1', 'upload-metadata': csv }, 400, 'upload-refused'],
    [{ 'upload-length': '5', 'upload-metadata': 'filetype ???' }, 400, 'upload-refused'],
    [{ 'upload-length': '5', 'upload-metadata': `${csv},note ${Buffer.from('a\0b').toString('base64')}` }, 400, 'upload-refused'],
  ]
  for (const [headers, status, name] of cases) {
    const response = await call('POST', path, headers)
    expect(await documentOf(response), JSON.stringify(headers)).toMatchObject({
      status,
      type: `/problems/${name}`,
      detail: expect.any(String),
    })
  }
  for (const version of ['0.2.2', '']) {
    const response = await call('POST', path, { 'tus-resumable': version, 'upload-length': '5', 'upload-metadata': csv })
    expect(await documentOf(response)).toMatchObject({ status: 412, type: '/problems/unsupported-tus-version' })
  }
})

test('another’s upload looks like none: another client’s, the same client’s for a person, and for another person', async () => {
  const person = newId()
  const forPerson = await bearer({ person })
  const address = await begin(10)
  const ofPerson = await begin(10, { authorization: forPerson })
  const none = `${path}/${newId()}`
  const attempts: [string, string][] = [
    [address, await bearer({ client: newId() })],
    [address, forPerson],
    [ofPerson, authorization],
    [ofPerson, await bearer({ person: newId() })],
    [ofPerson, await bearer({ client: newId(), person })],
  ]
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const of = async (target: string, as: string) => {
      const response = await call(
        method,
        target,
        { authorization: as, ...(method === 'PATCH' && { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }) },
        method === 'PATCH' ? Buffer.from('x') : undefined,
      )
      const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'date'))
      return { status: response.status, headers, text: await response.text() }
    }
    const nothing = await of(none, authorization)
    expect(nothing.status).toBe(404)
    for (const [target, as] of attempts) expect(await of(target, as)).toEqual(nothing)
    for (const malformed of ['x', '------------------------------------', '0', `${newId()}0`])
      expect(await of(`${path}/${malformed}`, authorization)).toEqual(nothing)
  }
  expect(await offsetOf(address)).toBe(0)
})

test('without a token, or without the scope, nothing is begun', async () => {
  const headers = { 'upload-length': '5', 'upload-metadata': csv }
  expect(await documentOf(await call('POST', path, { ...headers, authorization: '' }))).toMatchObject({ status: 401 })
  const reader = `Bearer ${await token({ scopes: ['networks:read'] })}`
  expect(await documentOf(await call('POST', path, { ...headers, authorization: reader }))).toMatchObject({
    status: 403,
    scope: 'networks:write',
  })
})

test('what the server can do is told to whoever asks', async () => {
  const response = await call('OPTIONS', path)
  expect(response.status).toBe(204)
  expect(response.headers.get('tus-version')).toBe('1.0.0')
  expect(response.headers.get('tus-extension')).toContain('creation')
  expect(response.headers.get('tus-max-size')).toBe(String(64 * 1024 * 1024))
})

test('an upload that its client gives up is gone, with its bytes', async () => {
  const address = await begin(10)
  await append(address, 0, randomBytes(5))
  expect((await call('DELETE', address)).status).toBe(204)
  expect((await call('HEAD', address)).status).toBe(404)
  expect((await sql`select from upload_chunk where upload_id = ${idOf(address)}`.execute(running.database.sql)).rows).toHaveLength(0)
})

test('the database away: it is said to be an outage, no more; what was acknowledged is there afterwards', async () => {
  const bytes = randomBytes(2_000_000)
  const address = await begin(bytes.length)
  await append(address, 0, bytes.subarray(0, 1_000_000))
  line.cut()
  for (const response of [
    await call('POST', path, { 'upload-length': '5', 'upload-metadata': csv }),
    await append(address, 1_000_000, bytes.subarray(1_000_000)),
  ]) {
    expect(await documentOf(response)).toEqual({ type: '/problems/unavailable', title: expect.any(String), status: 503 })
  }
  line.mend()
  expect(await offsetOf(address)).toBe(1_000_000)
  expect((await append(address, 1_000_000, bytes.subarray(1_000_000))).status).toBe(204)
  expect((await stored(address)).equals(bytes)).toBe(true)
})

test('the database going away in the middle of a part: what was committed of it is where the client goes on', async () => {
  const bytes = randomBytes(2_000_000)
  const address = await begin(bytes.length)
  let sentOn = 0
  line.onSent = (sent, by) => {
    sentOn += by === 'client' ? sent.length : 0
    if (sentOn > 1_000_000) line.cut()
  }
  const response = await append(address, 0, bytes)
  line.onSent = undefined
  line.mend()
  expect(response.status).toBe(503)
  const offset = await offsetOf(address)
  expect(offset).toBeGreaterThan(0)
  expect(offset).toBeLessThan(bytes.length)
  expect((await append(address, offset, bytes.subarray(offset))).status).toBe(204)
  expect((await stored(address)).equals(bytes)).toBe(true)
})

test('a fault of ours says nothing of its cause', async () => {
  await sql`alter table upload rename column metadata to gone`.execute(running.database.sql)
  const response = await call('POST', path, { 'upload-length': '5', 'upload-metadata': csv })
  await sql`alter table upload rename column gone to metadata`.execute(running.database.sql)
  expect(await documentOf(response)).toEqual({ type: '/problems/internal', title: expect.any(String), status: 500 })
})
