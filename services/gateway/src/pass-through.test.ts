import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { defineService, type Handler, handle, type Running, start } from '@nlc/runtime'
import { audience, type TestDatabase, testDatabase, token, trustedIssuers } from '@nlc/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, testGateway, until } from '../test/gateway-under-test.ts'
import { halls, printHalls } from '../test/halls.ts'

const api = testGateway([halls])
const folder = mkdtempSync(join(tmpdir(), 'nlc-halls-'))
let database: TestDatabase
let running: Running
let as: string
let closed = 0
/** So many are printed slowly, as whoever follows something gets it. */
const followedAlong = 1_000_000

const others = halls.operations.flatMap((operation) =>
  operation.name === printHalls.name || (operation.kind === 'command' && operation.upload)
    ? []
    : [handle(operation as never, (async () => ({})) as never) as Handler],
)
const printing = handle(printHalls, async ({ limit = 3 }) => {
  return (async function* () {
    try {
      for (let n = 1; n <= limit; n++) {
        yield `hall ${n}\n`
        if (limit === followedAlong) await sleep(200)
      }
    } finally {
      closed += 1
    }
  })()
})
const service = defineService(halls, { entities: [], migrations: [pathToFileURL(`${folder}/`)], handlers: [printing, ...others] as never })

beforeAll(async () => {
  as = await token({ scopes: ['networks:read', 'networks:write'] })
  database = await testDatabase(service)
  running = await start(service, {
    POSTGRES_URL: database.url,
    POSTGRES_POOL: 4,
    MAX_IN_FLIGHT: 16,
    NATS_URL: api.bus.url,
    NATS_CREDS: api.bus.credentialsOf('membership'),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: 0,
    LOG_FILE: join(folder, 'log.jsonl'),
    LOG_LEVEL: 'info',
    ISSUER: audience,
    TRUSTED_ISSUERS: trustedIssuers(),
  })
})
afterAll(async () => {
  await running?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a stream', () => {
  test('comes through as the service makes it', async () => {
    const { status, text, headers } = await api.call('GET', '/v1/printed-halls?limit=2', { token: as })
    expect({ status, text, type: headers.get('content-type') }).toMatchObject({
      status: 200,
      text: 'hall 1\nhall 2\n',
      type: expect.stringMatching('^text/csv'),
    })
    expect(headers.get('ratelimit-policy')).toBe('"client";q=100000;w=60')
  })

  test('is for who may have it: refused at the gateway, as any operation', async () => {
    expect((await api.call('GET', '/v1/printed-halls')).json).toMatchObject({ status: 401, type: '/problems/invalid-token' })
    const other = await token({ scopes: ['networks:write'] })
    expect((await api.call('GET', '/v1/printed-halls', { token: other })).json).toMatchObject({ status: 403, scope: 'networks:read' })
  })

  test('is refused by the service with its own problem', async () => {
    expect((await api.call('GET', '/v1/printed-halls?limit=x', { token: as })).json).toMatchObject({
      status: 400,
      type: '/problems/invalid-input',
    })
  })

  test('ends at its source when the client goes away', async () => {
    const before = closed
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
    socket.write(`GET /v1/printed-halls?limit=100000000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${as}\r\n\r\n`)
    await once(socket, 'data')
    socket.destroy()
    await until(() => closed > before)
  })

  test('does not keep another from its answer, however many are followed', async () => {
    const before = closed
    const followed = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
        socket.write(`GET /v1/printed-halls?limit=${followedAlong} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${as}\r\n\r\n`)
        await once(socket, 'data')
        return socket.pause()
      }),
    )
    expect((await api.call('GET', '/v1/printed-halls?limit=1', { token: as })).text).toBe('hall 1\n')
    for (const socket of followed) socket.destroy()
    await until(() => closed >= before + followed.length)
  })
})

describe('an upload', () => {
  const tus = { 'tus-resumable': '1.0.0' }
  const create = (headers: Record<string, string> = {}) =>
    api.call('POST', '/v1/plans', {
      token: as,
      headers: { ...tus, 'upload-length': '10', 'upload-metadata': `filetype ${btoa('text/csv')}`, ...headers },
    })
  const send = (location: string, offset: number, body: string, token = as) =>
    api.call('PATCH', location, {
      token,
      headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body,
    })

  test('what is taken can be asked without a token', async () => {
    const { status, headers } = await api.call('OPTIONS', '/v1/plans')
    expect(status).toBe(204)
    expect(headers.get('tus-version')).toBe('1.0.0')
    expect(headers.get('tus-extension')).toContain('creation')
    expect(headers.get('tus-max-size')).toBe('1000000')
  })

  test('goes on where it was cut off', async () => {
    const created = await create()
    const location = created.headers.get('location') as string
    expect({ status: created.status, location }).toEqual({ status: 201, location: expect.stringMatching(/^\/v1\/plans\/[0-9a-f-]{36}$/) })
    expect(await send(location, 0, '12345')).toMatchObject({ status: 204 })
    const far = await api.call('HEAD', location, { token: as, headers: tus })
    expect({ offset: far.headers.get('upload-offset'), length: far.headers.get('upload-length') }).toEqual({ offset: '5', length: '10' })
    expect((await send(location, 5, '67890')).headers.get('upload-offset')).toBe('10')
  })

  test('is refused with problems: a wrong offset, another’s upload, too much, another kind of file, no tus', async () => {
    const location = (await create()).headers.get('location') as string
    expect((await send(location, 3, 'x')).json).toMatchObject({ status: 409, type: '/problems/upload-offset-conflict' })
    const stranger = await token({ scopes: ['networks:write'] })
    expect((await send(location, 0, 'x', stranger)).json).toMatchObject({ status: 404, type: '/problems/no-such-upload' })
    expect((await send('/v1/plans/x', 0, 'x')).json).toMatchObject({ status: 404, type: '/problems/no-such-upload' })
    expect((await create({ 'upload-length': '1000001' })).json).toMatchObject({
      status: 413,
      type: '/problems/body-too-large',
      maxBytes: 1_000_000,
    })
    expect((await create({ 'upload-metadata': `filetype ${btoa('text/html')}` })).json).toMatchObject({
      status: 415,
      type: '/problems/unsupported-media-type',
    })
    expect((await api.call('POST', '/v1/plans', { token: as, headers: { 'upload-length': '10' } })).json).toMatchObject({
      status: 412,
      type: '/problems/unsupported-tus-version',
    })
    expect((await create({ 'upload-length': '-1' })).json).toMatchObject({ status: 400, type: '/problems/upload-refused' })
  })

  test('is refused without a token, before its bytes are taken', async () => {
    expect((await api.call('POST', '/v1/plans', { headers: tus })).status).toBe(401)
    expect((await api.call('PATCH', '/v1/plans/x', { headers: tus, body: 'x' })).status).toBe(401)
  })

  test('takes no other method', async () => {
    const { status, headers } = await api.call('GET', '/v1/plans', { token: as })
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'OPTIONS, POST' })
  })
})

describe('OAuth', () => {
  /** Stands in for identity's own HTTP. */
  async function identity(respond: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      request.on('end', () => respond(request, response, body))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await api.standIn('identity', () => answer(200, { address, ready: true }))
    return server
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test('its requests and errors pass as they are', async () => {
    const server = await identity((request, response, body) => {
      const seen = { url: request.url, body, authorization: request.headers.authorization, forwarded: request.headers['x-forwarded-host'] }
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: 'invalid_client', error_description: JSON.stringify(seen) }))
    })
    const { status, json } = await api.call('POST', '/oauth/token', {
      headers: { ...form, authorization: 'Basic eDp5' },
      body: 'grant_type=client_credentials&a=%20',
    })
    expect({ status, error: json.error }).toEqual({ status: 400, error: 'invalid_client' })
    expect(JSON.parse(json.error_description as string)).toEqual({
      url: '/oauth/token',
      body: 'grant_type=client_credentials&a=%20',
      authorization: 'Basic eDp5',
      forwarded: new URL(api.url).host,
    })
    server.close()
  })

  test('metadata is found where RFC 8414 has it', async () => {
    const server = await identity((request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ url: request.url })),
    )
    expect((await api.call('GET', '/.well-known/oauth-authorization-server')).json).toEqual({
      url: '/.well-known/oauth-authorization-server',
    })
    server.close()
  })

  test('bodies are bounded', async () => {
    const { status, json } = await api.call('POST', '/oauth/token', { headers: form, body: 'x'.repeat(70_000) })
    expect({ status, json }).toMatchObject({ status: 413, json: { type: '/problems/body-too-large', maxBytes: 65_536 } })
  })

  test('without identity it is a 503 with Retry-After; when identity is back elsewhere, it is found', async () => {
    const gone = await identity(() => {})
    gone.close()
    await once(gone, 'close')
    const { status, json, headers } = await api.call('POST', '/oauth/token', { headers: form, body: 'x=1' })
    expect({ status, json, retryAfter: headers.get('retry-after') }).toMatchObject({
      status: 503,
      json: { type: '/problems/unavailable' },
      retryAfter: '1',
    })
    const server = await identity((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}'))
    expect((await api.call('GET', '/oauth/jwks')).json).toEqual({ keys: [] })
    server.close()
  })

  test('an address that was told just before its instance went is tried again', async () => {
    const server = await identity((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}'))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    let told = 0
    await api.standIn('identity', () => answer(200, { address: told++ === 0 ? 'http://127.0.0.1:1' : address, ready: true }))
    expect((await api.call('GET', '/oauth/jwks')).json).toEqual({ keys: [] })
    expect(told).toBe(2)
    server.close()
  })
})
