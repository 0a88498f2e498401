/** What is not JSON, piped to the owning service's own HTTP: uploads, streams, and OAuth, whose errors stay OAuth's. */
import replyFrom from '@fastify/reply-from'
import type { AnyOperation } from '@nlc/contracts/define'
import { BodyTooLarge, DeadlinePassed, Unavailable } from '@nlc/contracts/platform'
import { type Bus, type Logger, Refusal } from '@nlc/runtime'
import { propagation, ROOT_CONTEXT } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Door, limited, networkOf } from './authenticate.ts'
import { explain, send } from './refusals.ts'
import { traceIdOf } from './tracing.ts'

export interface Piping {
  readonly bus: Bus
  readonly door: Door
  readonly log: Logger
}

const oauthBodyLimit = 64 * 1024
/** Tries to find an instance that still takes connections: one that stops may have told its address just before. */
const tries = 3

export async function pipeOperations(app: FastifyInstance, operations: readonly AnyOperation[], { bus, door, log }: Piping): Promise<void> {
  await app.register(replyFrom, {
    // A followed stream keeps its connection for as long as it is followed: as many, to one service.
    undici: { connections: 2_000, headersTimeout: 30_000, bodyTimeout: 120_000 },
    disableCache: true,
    disableRequestLogging: true,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  for (const operation of operations) {
    const service = operation.name.slice(0, operation.name.indexOf('.'))
    const onRequest = (request: FastifyRequest, reply: FastifyReply) => admit(request, reply, operation, door)
    const handler = (request: FastifyRequest, reply: FastifyReply) => pipe(service, request, reply, { bus, log })
    if (operation.kind === 'query' && operation.stream) {
      // What anybody may read, a page of anybody's may read: keys and status lists are checked in browsers, too.
      const open = async (request: FastifyRequest, reply: FastifyReply) => {
        if (operation.needs === 'public') reply.header('access-control-allow-origin', '*')
        return handler(request, reply)
      }
      app.route({ method: 'GET', url: operation.path, exposeHeadRoute: false, onRequest, handler: open })
    }
    if (operation.kind === 'command' && operation.upload) {
      const { maxBytes } = operation.upload
      const bounded = async (request: FastifyRequest) => {
        if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new Refusal(BodyTooLarge, { maxBytes })
      }
      // What the upload endpoint takes can be asked without a token.
      const discovery = async (request: FastifyRequest, reply: FastifyReply) => limited(reply, door.addresses, networkOf(request.ip))
      for (const url of [operation.path, `${operation.path}/:uploadId`]) {
        app.route({
          method: url === operation.path ? ['POST'] : ['HEAD', 'PATCH', 'DELETE'],
          url,
          bodyLimit: maxBytes,
          onRequest: [onRequest, bounded],
          handler,
        })
        app.route({ method: 'OPTIONS', url, onRequest: discovery, handler })
      }
    }
  }
}

/** Limited by address: who asks for a token has none yet. */
export async function pipeOAuth(app: FastifyInstance, { bus, door, log }: Piping): Promise<void> {
  await app.register(replyFrom, { undici: { connections: 64, headersTimeout: 30_000 }, disableCache: true, disableRequestLogging: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: oauthBodyLimit }, (_request, body, done) => done(null, body))
  for (const url of ['/oauth/*', '/.well-known/*']) {
    app.route({
      method: ['GET', 'POST'],
      url,
      bodyLimit: oauthBodyLimit,
      onRequest: async (request, reply) => limited(reply, door.addresses, networkOf(request.ip)),
      handler: (request, reply) => pipe('identity', request, reply, { bus, log }),
    })
  }
}

async function pipe(
  service: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { bus, log }: Pick<Piping, 'bus' | 'log'>,
  attempt = 1,
): Promise<FastifyReply> {
  const { address } = JSON.parse(new TextDecoder().decode((await bus.ask(`${service}.address`, '', { timeoutMs: 2_000 })).body)) as {
    address: string
  }
  return reply.from(`${address}${request.url}`, {
    // A repeat is the client's to decide on.
    retryDelay: () => null,
    rewriteRequestHeaders: (_, headers) => {
      const carried: Record<string, string | string[] | undefined> = {
        ...headers,
        'x-forwarded-host': request.host,
        'x-forwarded-proto': request.protocol,
        'x-forwarded-for': request.ip,
      }
      propagation.inject(request.trace ?? ROOT_CONTEXT, carried)
      return carried as never
    },
    onResponse: (_, answer, upstream) => {
      explain(request, reply, answer.statusCode, {})
      void answer.send((upstream as unknown as { stream: NodeJS.ReadableStream }).stream)
    },
    onError: (failed, { error }) => {
      const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException
      const refused = code === 'ECONNREFUSED'
      const streamed = request.body !== undefined && !Buffer.isBuffer(request.body)
      if (refused && !streamed && attempt < tries) {
        setTimeout(
          () => void pipe(service, request, failed as FastifyReply, { bus, log }, attempt + 1).catch((cause) => failed.send(cause)),
          50 * attempt,
        )
        return
      }
      log.warn({ traceId: traceIdOf(request), service, code, message }, 'a service could not be piped to')
      send(request, failed as FastifyReply, new Refusal(code === 'UND_ERR_HEADERS_TIMEOUT' ? DeadlinePassed : Unavailable))
    },
  })
}
