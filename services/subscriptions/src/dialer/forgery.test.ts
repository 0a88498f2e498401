/** Addresses that lead back to us, however they are written: refused, while listeners on every address of this machine see nothing. */
import { createServer, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Allowance } from './address.ts'
import { dial } from './dial.ts'
import { Dialer } from './dialer.ts'
import type { LookUp } from './look-up.ts'
import type { Target } from './target.ts'

const servers: Server[] = []
let port: number
let seen = 0
/** A name server that says what the test says. */
const names = new Map<string, readonly string[]>()
const lookUp: LookUp = async (hostname) => {
  const addresses = names.get(hostname)
  if (!addresses) throw new Error(`${hostname} is not known`)
  return addresses
}

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
/** Of this machine, whatever they are: private, or public. */
const own = Object.values(networkInterfaces()).flatMap((all) =>
  (all ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
)

beforeAll(async () => {
  const onConnection = (socket: Socket) => {
    seen += 1
    socket.destroy()
  }
  // All of IPv4 and IPv6 that there is here, at one port.
  const everywhere = createServer(onConnection)
  servers.push(everywhere)
  await new Promise<void>((resolve) => everywhere.listen({ host: hasIpv6 ? '::' : '0.0.0.0', port: 0 }, resolve))
  port = (everywhere.address() as { port: number }).port
})
afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
})

/** As if its URL had been taken: what counts is where its name leads to. */
const targetOf = (hostname: string): Target => ({
  url: `http://${hostname}:${port}/`,
  origin: `http://${hostname}:${port}`,
  secure: false,
  hostname,
  port,
  path: '/',
  allowedByName: false,
})
const dialing = { allowance: new Allowance([]), lookUp, connectMs: 2_000 }

async function isRefused(hostname: string): Promise<void> {
  const before = seen
  await expect(dial(targetOf(hostname), dialing)).rejects.toMatchObject({ reason: 'address-refused' })
  expect(seen).toBe(before)
}

test('the listener is there: where an operator allows it, it is reached', async () => {
  names.set('hook.vendor.co.uk', ['127.0.0.1'])
  const before = seen
  const socket = await dial(targetOf('hook.vendor.co.uk'), { ...dialing, allowance: new Allowance(['127.0.0.0/8']) })
  await expect.poll(() => seen).toBe(before + 1)
  socket.destroy()
})

describe('a name that leads to', () => {
  test.each([
    ['loopback', ['127.0.0.1']],
    ['another of loopback', ['127.0.0.53']],
    ['the end of loopback', ['127.255.255.254']],
    ['this network', ['0.0.0.0']],
    ['another of this network', ['0.0.0.1']],
    ['a private network, 10/8', ['10.0.0.1']],
    ['a private network, 172.16/12', ['172.16.0.1']],
    ['the end of it', ['172.31.255.255']],
    ['a private network, 192.168/16', ['192.168.0.1']],
    ['a carrier’s network', ['100.64.0.1']],
    ['link-local: a cloud’s metadata', ['169.254.169.254']],
    ['a cloud’s own', ['168.63.129.16']],
    ['protocol assignments', ['192.0.0.170']],
    ['documentation', ['192.0.2.1']],
    ['documentation, too', ['198.51.100.1']],
    ['documentation as well', ['203.0.113.1']],
    ['a relay of 6to4', ['192.88.99.1']],
    ['benchmarking', ['198.18.0.1']],
    ['multicast', ['224.0.0.1']],
    ['reserved', ['240.0.0.1']],
    ['broadcast', ['255.255.255.255']],
    ['loopback of IPv6', ['::1']],
    ['unspecified of IPv6', ['::']],
    ['loopback, mapped into IPv6', ['::ffff:127.0.0.1']],
    ['loopback, mapped, in hexadecimal', ['::ffff:7f00:1']],
    ['loopback, mapped, written out', ['0:0:0:0:0:ffff:7f00:0001']],
    ['a private address, mapped', ['::ffff:10.0.0.1']],
    ['a public address, mapped', ['::ffff:8.8.8.8']],
    ['loopback, compatible', ['::127.0.0.1']],
    ['loopback by NAT64', ['64:ff9b::127.0.0.1']],
    ['a private address by NAT64', ['64:ff9b::a00:1']],
    ['by a local NAT64', ['64:ff9b:1::7f00:1']],
    ['loopback by 6to4', ['2002:7f00:1::']],
    ['a private address by 6to4', ['2002:a00:1::1']],
    ['Teredo', ['2001:0:7f00:1::']],
    ['unique local', ['fd00::1']],
    ['unique local, the other half', ['fc00::1']],
    ['link-local of IPv6', ['fe80::1']],
    ['link-local with a zone', ['fe80::1%lo']],
    ['site-local', ['fec0::1']],
    ['multicast of IPv6', ['ff02::1']],
    ['documentation of IPv6', ['2001:db8::1']],
    ['documentation of IPv6, the new', ['3fff::1']],
    ['segment routing', ['5f00::1']],
    ['what is not handed out', ['4000::1']],
    ['a public address and a private one', ['93.184.215.14', '10.0.0.1']],
    ['a private one and a public one', ['127.0.0.1', '93.184.215.14']],
    ['a public one of IPv4 and loopback of IPv6', ['93.184.215.14', '::1']],
    ['nothing that is an address', ['localhost']],
  ])('%s', async (_, addresses) => {
    names.set('hook.vendor.co.uk', addresses)
    await isRefused('hook.vendor.co.uk')
  })

  test('an address of this machine, public or not', async () => {
    for (const address of own) {
      names.set('hook.vendor.co.uk', [address])
      await isRefused('hook.vendor.co.uk')
    }
  })
})

describe('an address in the place of a name', () => {
  test.each(['127.0.0.1', '0.0.0.0', '10.0.0.1', '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1', 'fe80::1'])('%s', isRefused)
})

describe('a URL that is another way to write', () => {
  const dialer = new Dialer({ allow: [], answerMs: 1_000, lookUp })
  test.each([
    ['loopback', 'https://127.0.0.1:8443/'],
    ['loopback in decimal', 'https://2130706433:8443/'],
    ['loopback in octal', 'https://0177.0.0.1:8443/'],
    ['loopback in hexadecimal', 'https://0x7f.0.0.1:8443/'],
    ['loopback in one hexadecimal', 'https://0x7f000001:8443/'],
    ['loopback in short', 'https://127.1:8443/'],
    ['loopback in shorter', 'https://0:8443/'],
    ['loopback in wide digits', 'https://１２７.０.０.１:8443/'],
    ['loopback with a dot', 'https://127.0.0.1.:8443/'],
    ['loopback per cent', 'https://127%2e0%2e0%2e1:8443/'],
    ['loopback in brackets', 'https://[::1]:8443/'],
    ['loopback mapped in brackets', 'https://[::ffff:127.0.0.1]:8443/'],
    ['a name before an @', 'https://mis.vendor.co.uk@127.0.0.1:8443/'],
    ['a name before an escaped @', 'https://mis.vendor.co.uk%40127.0.0.1:8443/'],
    ['a name behind backslashes', 'https://127.0.0.1\\@mis.vendor.co.uk/'],
    ['a name in this machine', 'https://localhost:8443/'],
    ['another name in this machine', 'https://app.localhost:8443/'],
    ['plain http', 'http://mis.vendor.co.uk/'],
    ['another port', 'https://mis.vendor.co.uk:5432/'],
  ])('%s', (_, url) => {
    const before = seen
    expect(() => dialer.read(url)).toThrow()
    expect(seen).toBe(before)
  })
})

test('a name that moves is seen with the next connection', async () => {
  names.set('moves.vendor.co.uk', ['127.0.0.1'])
  const socket = await dial(targetOf('moves.vendor.co.uk'), { ...dialing, allowance: new Allowance(['127.0.0.1/32']) })
  socket.destroy()
  names.set('moves.vendor.co.uk', ['169.254.169.254'])
  await isRefused('moves.vendor.co.uk')
})

test('what is checked is what is connected to: the name is asked once', async () => {
  let asked = 0
  const answers = [['127.0.0.1'], ['127.0.0.2']]
  const changing: LookUp = async () => answers[asked++]!
  const socket = await dial(targetOf('rebinds.vendor.co.uk'), { ...dialing, lookUp: changing, allowance: new Allowance(['127.0.0.1/32']) })
  expect(socket.remoteAddress).toMatch(/127\.0\.0\.1$/)
  expect(asked).toBe(1)
  socket.destroy()
})

test('a name that there is not, and a name server that does not answer', async () => {
  await expect(dial(targetOf('nowhere.vendor.co.uk'), dialing)).rejects.toMatchObject({ reason: 'name-not-found' })
  const silent: LookUp = () => new Promise(() => {})
  await expect(dial(targetOf('silent.vendor.co.uk'), { ...dialing, lookUp: silent, connectMs: 50 })).rejects.toMatchObject({
    reason: 'timed-out',
  })
})
