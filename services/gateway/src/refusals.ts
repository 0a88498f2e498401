/** Problem documents for everything that is refused, the gateway's own failures included. */
import { randomBytes } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { HeadersTooLarge, MalformedRequest, RequestTimeout } from '@nlc/contracts/http'
import { BodyTooLarge, Internal, MethodNotAllowed, UnknownRoute, UnsupportedMediaType } from '@nlc/contracts/platform'
import { type Logger, Refusal } from '@nlc/runtime'
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RateLimited } from './rate-limit.ts'
import { traceIdOf } from './tracing.ts'

export const problemJson = 'application/problem+json'

export function refuseWithDocuments(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler<FastifyError | Refusal>((cause, request, reply) => {
    const refusal = refusalOf(cause, request)
    if (refusal.problem === Internal)
      log.error({ err: cause, traceId: traceIdOf(request), route: request.routeOptions.url }, 'a request failed')
    // What was not read must not be taken for the next request.
    if (refusal.problem === BodyTooLarge) reply.header('connection', 'close')
    if (refusal instanceof RateLimited) reply.header('ratelimit', refusal.header).header('ratelimit-policy', refusal.policy)
    return send(request, reply, refusal)
  })
  app.setNotFoundHandler((request, reply) => send(request, reply, new Refusal(UnknownRoute)))
}

export function send(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status } = refusal.problem
  const { scope, retryAfterSeconds, allowed } = refusal.details as { scope?: string; retryAfterSeconds?: number; allowed?: string[] }
  if (allowed) reply.header('allow', allowed.join(', '))
  explain(request, reply, status, { scope, retryAfterSeconds, detail: refusal.details.detail as string | undefined })
  return reply
    .code(status)
    .type(problemJson)
    .send(documentOf(refusal, traceIdOf(request)))
}

const documentOf = (refusal: Refusal, instance: string | undefined): Buffer =>
  Buffer.from(JSON.stringify({ ...refusal.document(), instance }))
/** Where there is no trace yet: something to find the line in the log by. */
const newInstance = (): string => randomBytes(16).toString('hex')

/** The headers that a status asks for, whoever refused. */
export function explain(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  details: { scope?: string | undefined; retryAfterSeconds?: number | undefined; detail?: string | undefined } = {},
): void {
  if (status === 401) {
    // RFC 6750, section 3.1: where no token came, nothing is said to be wrong with it.
    const fault = request.headers.authorization === undefined ? '' : ', error="invalid_token"'
    reply.header('www-authenticate', `Bearer realm="nlc"${fault}`)
  } else if (status === 403) {
    reply.header('www-authenticate', `Bearer realm="nlc", error="insufficient_scope"${details.scope ? `, scope="${details.scope}"` : ''}`)
  } else if (status === 429 || status === 503) {
    reply.header('retry-after', details.retryAfterSeconds ?? 1)
  }
}

function refusalOf(cause: FastifyError | Refusal, request: FastifyRequest): Refusal {
  if (cause instanceof Refusal) return cause
  switch (cause.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal(BodyTooLarge, { maxBytes: request.routeOptions.bodyLimit })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal(UnsupportedMediaType)
    default:
      return (cause.statusCode ?? 500) < 500 ? new Refusal(MalformedRequest, { detail: cause.message }) : new Refusal(Internal)
  }
}

/** Addresses that cannot be decoded: refused before routing, so without a route or its hooks. */
export function refuseBadAddress(log: Logger): (cause: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (cause, _request, reply) => {
    const instance = newInstance()
    const refusal = new Refusal(MalformedRequest, { detail: cause.message })
    log.info({ traceId: instance, status: refusal.problem.status, code: cause.code }, 'request')
    void reply.code(refusal.problem.status).type(problemJson).send(documentOf(refusal, instance))
  }
}

/** Every address answers a method that it does not take, and says which it does. Call it after all routes are there. */
export function refuseOtherMethods(app: FastifyInstance, methodsOf: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, taken] of methodsOf) {
    const allowed = [...taken].sort()
    const method = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((name) => !taken.has(name))
    // In `onRequest`: whatever the body is, it is not looked at.
    const refuse = (request: FastifyRequest, reply: FastifyReply) => send(request, reply, new Refusal(MethodNotAllowed, { allowed }))
    app.route({ method, url, onRequest: async (request, reply) => refuse(request, reply), handler: refuse })
  }
}

/** What is no HTTP, too large in its headers, or too slow: there is no request yet, so the document goes to the socket. */
export function refuseOnSocket(log: Logger): (error: ConnectionError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
    const problem =
      error.code === 'HPE_HEADER_OVERFLOW' ? HeadersTooLarge : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? RequestTimeout : MalformedRequest
    const instance = newInstance()
    log.info({ traceId: instance, status: problem.status, code: error.code }, 'request')
    const body = documentOf(new Refusal(problem), instance)
    socket.end(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: ${problemJson}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
  }
}
