/** Who asks, and whether they may now: the token, the scope, the limit. */
import type { AnyOperation } from '@nlc/contracts/define'
import { InvalidToken, MissingScope } from '@nlc/contracts/platform'
import { type Caller, Refusal, type Trust } from '@nlc/runtime'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RateLimit } from './rate-limit.ts'

export interface Door {
  readonly trust: Trust
  /** Of a client, whatever address it comes from. */
  readonly clients: RateLimit
  /** Of an address, for what comes without a valid token. */
  readonly addresses: RateLimit
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the caller, for the log. */
    client: string | undefined
    /** Passed on to who is asked, who verifies it again. */
    token: string | undefined
  }
}

const bearer = /^Bearer +([\w.~+/-]+=*) *$/i

/** Lets the request in, or refuses it; puts the limit into the answer's headers. */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { needs }: Pick<AnyOperation, 'needs'>,
  door: Door,
): Promise<void> {
  const { authorization } = request.headers
  if (authorization === undefined && needs === 'public') {
    return limited(reply, door.addresses, networkOf(request.ip))
  }
  let caller: Caller
  try {
    const token = authorization === undefined ? undefined : bearer.exec(authorization)?.[1]
    if (authorization !== undefined && token === undefined)
      throw new Refusal(InvalidToken, { detail: 'Send `Authorization: Bearer <access token>`, nothing else.' })
    caller = await door.trust.verify(token)
    request.token = token
  } catch (cause) {
    // Trying tokens out is limited, too.
    if (cause instanceof Refusal) limited(reply, door.addresses, networkOf(request.ip))
    throw cause
  }
  request.client = caller.client
  limited(reply, door.clients, caller.client)
  if (needs !== 'public' && !caller.scopes.has(needs)) throw new Refusal(MissingScope, { scope: needs })
}

export function limited(reply: FastifyReply, limit: RateLimit, key: string): void {
  reply.header('ratelimit-policy', limit.policy).header('ratelimit', limit.take(key))
}

/** Who has one address of IPv6 has the 2⁶⁴ of its network. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [, embedded] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (embedded) return embedded
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  if (tail !== undefined) {
    const behind = tail.split(':').filter(Boolean)
    while (groups.length + behind.length < 8) groups.push('0')
    groups.push(...behind)
  }
  return `${groups.slice(0, 4).join(':')}::/64`
}
