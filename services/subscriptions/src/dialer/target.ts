import { isIP } from 'node:net'
import type { Allowance } from './address.ts'

/** Where a request goes, read from its URL. */
export interface Target {
  readonly url: string
  readonly origin: string
  readonly secure: boolean
  /** A name, or an address without brackets. */
  readonly hostname: string
  readonly port: number
  /** Path and query. */
  readonly path: string
  /** An operator allows the host by its name: then its addresses, too. */
  readonly allowedByName: boolean
}

/** Why a URL is not taken; each has its sentence. */
export const urlFaults = {
  'not-a-url': 'It is no absolute URL.',
  'not-in-normal-form': 'It is not written as URLs are (RFC 3986, WHATWG URL).',
  credentials: 'It carries a user name or password: requests are signed instead.',
  fragment: 'It has a fragment, which is never sent.',
  scheme: 'It does not begin with https://.',
  port: 'Its port is not 443 or 8443.',
  'address-literal': 'Its host is an address: a certificate is checked against a name.',
  'special-name': 'Its host is a name that means nothing on the public Internet.',
} as const
export type UrlFault = keyof typeof urlFaults

export class UrlRefused extends Error {
  readonly fault: UrlFault
  constructor(fault: UrlFault) {
    super(urlFaults[fault])
    this.fault = fault
  }
}

/** RFC 6761 and its like, and what private networks use. A name without a dot is looked up in the resolver's own domain. */
const special = /^[^.]*$|(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|example|invalid|onion|alt|arpa)$/
const ports: readonly string[] = ['', '443', '8443']

/** @throws UrlRefused */
export function readTarget(text: string, allowance: Allowance): Target {
  const url = URL.parse(text) ?? refuse('not-a-url')
  if (url.username !== '' || url.password !== '' || /^[a-z]+:[/\\]*[^/\\?#]*@/i.test(text)) refuse('credentials')
  if (text.includes('#')) refuse('fragment')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse('scheme')
  // A URL that readers understand differently (white space, backslashes, an address in octal) is one to lead them astray with.
  if (url.href !== text && url.href !== `${text}/`) refuse('not-in-normal-form')
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const isAddress = isIP(hostname) !== 0
  const allowedByName = !isAddress && allowance.host(hostname)
  const allowed = allowedByName || allowance.address(hostname)
  if (!allowed) {
    if (url.protocol !== 'https:') refuse('scheme')
    if (isAddress) refuse('address-literal')
    if (special.test(hostname) || hostname.endsWith('.')) refuse('special-name')
    if (!ports.includes(url.port)) refuse('port')
  }
  const secure = url.protocol === 'https:'
  return {
    url: url.href,
    origin: url.origin,
    secure,
    hostname,
    port: Number(url.port || (secure ? 443 : 80)),
    path: `${url.pathname}${url.search}`,
    allowedByName,
  }
}

function refuse(fault: UrlFault): never {
  throw new UrlRefused(fault)
}
