/** What receivers do, over real sockets: each its documented end, and none that holds us. */
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { certificate } from '../../test/certificate.ts'
import { Dialer, type DialerOptions } from './dialer.ts'
import type { Line } from './line.ts'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

async function listening<S extends Server>(server: S): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

const http = (answer: RequestListener) => listening(createHttp(answer) as unknown as Server)
/** Says these bytes to whatever it is sent. */
const raw = (answer: (socket: Socket) => void) => listening(createServer((socket) => socket.once('data', () => answer(socket))))

async function lineTo(port: number, options: Partial<DialerOptions> = {}): Promise<Line> {
  const dialer = new Dialer({ allow: ['127.0.0.1/32'], answerMs: 10_000, ...options })
  return dialer.open(dialer.read(`http://127.0.0.1:${port}/hook`))
}
async function post(port: number, keepBytes?: number, options: Partial<DialerOptions> = {}) {
  const line = await lineTo(port, options)
  return { line, answer: await line.post(['webhook-id', '1'], Buffer.from('{}'), keepBytes).answer }
}
const failure = (port: number, keepBytes?: number) =>
  post(port, keepBytes, { answerMs: 1_000 }).then(
    () => 'none',
    (cause: { reason: string }) => cause.reason,
  )

describe('an answer', () => {
  test('is its status; of the body only what is asked for is kept', async () => {
    const port = await http((_, response) => response.writeHead(201).end('{"a":1}'))
    expect((await post(port)).answer).toMatchObject({ status: 201, body: '' })
    expect((await post(port, 100)).answer).toMatchObject({ status: 201, body: '{"a":1}' })
  })

  test('that redirects is not followed', async () => {
    let seen = 0
    const elsewhere = await http((_, response) => {
      seen += 1
      response.end()
    })
    for (const status of [301, 302, 303, 307, 308]) {
      const port = await http((_, response) => response.writeHead(status, { location: `http://127.0.0.1:${elsewhere}/` }).end())
      expect((await post(port)).answer.status).toBe(status)
    }
    expect(seen).toBe(0)
  })

  test('with Retry-After says so', async () => {
    const port = await http((_, response) => response.writeHead(429, { 'retry-after': '7' }).end())
    expect((await post(port)).answer).toMatchObject({ status: 429, retryAfter: '7' })
  })

  test('may be announced by interim ones', async () => {
    const port = await raw((socket) => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'))
    expect((await post(port)).answer.status).toBe(204)
  })

  test('that is no HTTP, has no end of headers, or switches protocols', async () => {
    expect(await failure(await raw((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')))).toBe('not-http')
    expect(await failure(await raw((socket) => socket.write('\0\x01\x02 garbage \xff'.repeat(50))))).toBe('not-http')
    const flood = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      socket.write(`x-a: ${'a'.repeat(1000)}\r\n`.repeat(100))
    })
    expect(await failure(flood)).toBe('not-http')
    const upgrade = await raw((socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'))
    expect(await failure(upgrade)).not.toBe('none')
  })

  test('that never comes, or only begins', async () => {
    expect(await failure(await raw(() => {}))).toBe('timed-out')
    expect(await failure(await raw((socket) => socket.write('HTTP/1.1 200 OK\r\nx-a: 1\r\n')))).toBe('timed-out')
    const drip = await raw((socket) => {
      const timer = setInterval(() => socket.write('H'), 50)
      socket.on('close', () => clearInterval(timer))
    })
    expect(['timed-out', 'not-http']).toContain(await failure(drip))
  })

  test('in whose place the receiver hangs up', async () => {
    expect(await failure(await raw((socket) => socket.end()))).toBe('connection-failed')
    expect(await failure(await raw((socket) => socket.resetAndDestroy()))).toBe('connection-failed')
  })

  test('with a body that has no end counts; its connection is given up', async () => {
    const endless = await http((_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('a'.repeat(16 * 1024)), 1)
      response.on('close', () => clearInterval(timer))
    })
    const { line, answer } = await post(endless)
    expect(answer.status).toBe(200)
    await expect.poll(() => line.ended).toBe(true)
    expect(await failure(endless, 4096)).toBe('not-http')
  })

  test('with a body that stops half way counts, too', async () => {
    const port = await http((_, response) => void response.writeHead(200, { 'content-length': '10' }).write('abc'))
    const { line, answer } = await post(port)
    expect(answer.status).toBe(200)
    await expect.poll(() => line.ended, { timeout: 5_000 }).toBe(true)
  })
})

describe('a connection', () => {
  test('is used again', async () => {
    const ports = new Set<number | undefined>()
    const port = await http((request, response) => {
      ports.add(request.socket.remotePort)
      response.end()
    })
    const line = await lineTo(port)
    for (let n = 0; n < 3; n++) {
      line.reserve()
      await line.post([], Buffer.from('{}')).answer
      await expect.poll(() => line.free).toBe(true)
    }
    expect(ports.size).toBe(1)
  })

  test('that the receiver closed meanwhile is known by it: nothing arrived', async () => {
    let socket: Socket | undefined
    const port = await http((request, response) => {
      socket = request.socket
      response.end()
    })
    const line = await lineTo(port)
    await line.post([], Buffer.from('{}')).answer
    socket!.destroy()
    await expect.poll(() => line.ended).toBe(true)
    await expect(line.post([], Buffer.from('{}')).answer).rejects.toMatchObject({ reason: 'connection-failed' })
  })

  test('where nobody listens', async () => {
    const port = await http(() => {})
    await closing.pop()!()
    await expect(lineTo(port)).rejects.toMatchObject({ reason: 'connection-failed' })
  })
})

describe('TLS', () => {
  const lookUp = async () => ['127.0.0.1']
  let received = 0
  const secure = async () => {
    const server = createHttps(certificate, (_, response) => {
      received += 1
      response.end()
    })
    return listening(server as unknown as Server)
  }
  const posting = async (name: string, options: Partial<DialerOptions>) => {
    const port = await secure()
    const dialer = new Dialer({ allow: [name, '127.0.0.1/32'], answerMs: 1_000, lookUp, ...options })
    const line = await dialer.open(dialer.read(`https://${name}:${port}/`))
    return line.post([], Buffer.from('{}')).answer
  }

  test('with a certificate for the name, by an issuer that is trusted', async () => {
    expect(await posting('hook.vendor.co.uk', { ca: certificate.cert })).toMatchObject({ status: 200 })
    expect(received).toBe(1)
  })

  test('for another name, or by whoever: nothing is sent', async () => {
    received = 0
    await expect(posting('other.vendor.co.uk', { ca: certificate.cert })).rejects.toMatchObject({ reason: 'tls-failed' })
    await expect(posting('hook.vendor.co.uk', {})).rejects.toMatchObject({ reason: 'tls-failed' })
    expect(received).toBe(0)
  })

  test('with what speaks no TLS', async () => {
    const port = await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const dialer = new Dialer({ allow: ['hook.vendor.co.uk'], answerMs: 1_000, lookUp })
    await expect(dialer.open(dialer.read(`https://hook.vendor.co.uk:${port}/`))).rejects.toMatchObject({ reason: 'tls-failed' })
  })

  test('with what does not answer the handshake', async () => {
    const port = await listening(createServer(() => {}))
    const dialer = new Dialer({ allow: ['hook.vendor.co.uk'], answerMs: 200, lookUp })
    await expect(dialer.open(dialer.read(`https://hook.vendor.co.uk:${port}/`))).rejects.toMatchObject({ reason: 'timed-out' })
  })
})
