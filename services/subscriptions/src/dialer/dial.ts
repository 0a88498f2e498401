/**
 * The only place from which a connection leaves this service. The name is resolved for each connection, every address of the
 * answer is checked, and the connection goes to one of those checked and to no other: a name that is resolved again between
 * check and connect could have moved.
 */
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Allowance, whyRefused } from './address.ts'
import { Failure } from './failure.ts'
import type { LookUp } from './look-up.ts'
import type { Target } from './target.ts'

export interface Dialing {
  readonly allowance: Allowance
  readonly lookUp: LookUp
  /** From the name to the end of the TLS handshake. */
  readonly connectMs: number
  /** Certificates (PEM) to trust besides the public ones; for tests. */
  readonly ca?: string | undefined
}

/** @throws Failure */
export async function dial(target: Target, { allowance, lookUp, connectMs, ca }: Dialing): Promise<Socket> {
  const until = performance.now() + connectMs
  const addresses = await within(connectMs, isIP(target.hostname) ? [target.hostname] : lookUp(target.hostname)).catch((cause) => {
    throw cause instanceof Failure ? cause : new Failure('name-not-found', { cause })
  })
  if (addresses.length === 0) throw new Failure('name-not-found')
  // One that is refused among them refuses all: who can answer both for a name means to lead us there.
  for (const address of addresses) {
    const why = whyRefused(address)
    if (why !== undefined && !target.allowedByName && !allowance.address(address)) {
      throw new Failure('address-refused', { cause: new Error(`${target.hostname} is at ${address}, which is ${why}`) })
    }
  }
  return open(target, addresses, until - performance.now(), ca)
}

function open(target: Target, addresses: readonly string[], ms: number, ca: string | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let connected = false
    const to = {
      host: target.hostname,
      port: target.port,
      lookup: answering(addresses),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1_000,
    }
    const socket = target.secure
      ? connectTls({
          ...to,
          ...(isIP(target.hostname) ? {} : { servername: target.hostname }),
          ...(ca === undefined ? {} : { ca }),
          ALPNProtocols: ['http/1.1'],
          minVersion: 'TLSv1.2',
        })
      : connect(to)
    const fail = (failure: Failure) => {
      clearTimeout(timer)
      socket.on('error', () => {}).destroy()
      reject(failure)
    }
    const timer = setTimeout(() => fail(new Failure('timed-out')), Math.max(ms, 1))
    socket.once('error', (cause) => fail(new Failure(connected ? 'tls-failed' : 'connection-failed', { cause })))
    socket.once('close', () => fail(new Failure(connected ? 'tls-failed' : 'connection-failed')))
    socket.once('connect', () => {
      connected = true
      if (!addresses.some((address) => sameAddress(address, socket.remoteAddress))) fail(new Failure('address-refused'))
    })
    socket.once(target.secure ? 'secureConnect' : 'connect', () => {
      if (socket.destroyed) return
      clearTimeout(timer)
      socket.removeAllListeners('error').removeAllListeners('close')
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

/** A lookup that says what was checked, whatever it is asked. */
const answering =
  (addresses: readonly string[]): LookupFunction =>
  (_hostname, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }))
    if (all) callback(null, found)
    else callback(null, found[0]!.address, found[0]!.family)
  }

/** IPv6 has several spellings of the same. */
function sameAddress(checked: string, reached: string | undefined): boolean {
  if (reached === undefined) return false
  const normal = (address: string) => (isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address)
  return normal(checked) === normal(reached)
}

async function within<T>(ms: number, pending: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure('timed-out')), ms)
  })
  return Promise.race([pending, late]).finally(() => clearTimeout(timer))
}
