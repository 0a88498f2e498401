/** The REST API: contracts in, routes out. It owns no data and knows nothing of schools. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceContract } from '@nlc/contracts/define'
import type { Documents } from '@nlc/contracts/documents'
import type { Bus, Logger, Trust } from '@nlc/runtime'
import { type FastifyInstance, fastify } from 'fastify'
import type { GatewayConfig } from './config.ts'
import { mountDocuments } from './documents.ts'
import { mountHealth } from './health.ts'
import { takeJson } from './json-body.ts'
import { mountOperations } from './operations.ts'
import { pipeOAuth, pipeOperations } from './pass-through.ts'
import { rateLimit } from './rate-limit.ts'
import { refuseBadAddress, refuseOnSocket, refuseOtherMethods, refuseWithDocuments } from './refusals.ts'
import { traceRequests } from './tracing.ts'

export interface GatewayParts {
  readonly services: readonly ServiceContract[]
  readonly documents: Documents
  readonly bus: Bus
  readonly trust: Trust
  readonly log: Logger
  readonly config: GatewayConfig
}

export interface Gateway {
  readonly app: FastifyInstance
  /** Not ready any more, then nothing new, then what is under way finished and connections closed. */
  drain(): Promise<void>
}

export async function openGateway({ services, documents, bus, trust, log, config }: GatewayParts): Promise<Gateway> {
  let draining = false
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: config.BODY_LIMIT,
    requestTimeout: config.REQUEST_TIMEOUT,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // Requests that come on connections which are still open while we stop are served, and told to come no more.
    return503OnClosing: false,
    trustProxy: config.TRUST_PROXY === undefined ? false : config.TRUST_PROXY.split(',').map((address) => address.trim()),
    routerOptions: { maxParamLength: 512 },
    clientErrorHandler: refuseOnSocket(log),
    frameworkErrors: refuseBadAddress(log) as never,
  })
  const methodsOf = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    // The page's own files are no part of the API.
    if (url.startsWith('/docs')) return
    const taken = methodsOf.get(url) ?? new Set()
    methodsOf.set(url, taken)
    for (const name of [method].flat()) taken.add(name)
  })
  app.decorateRequest('client', undefined)
  app.decorateRequest('token', undefined)
  const underWay = traceRequests(app, log)
  refuseWithDocuments(app, log)
  takeJson(app)
  const secure = config.ISSUER.startsWith('https:')
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    if (secure) reply.header('strict-transport-security', 'max-age=31536000')
    if (draining) reply.header('connection', 'close')
    done()
  })

  const operations = services.flatMap((service) => [...service.operations])
  const door = {
    trust,
    clients: rateLimit('client', config.RATE_LIMIT, config.RATE_LIMIT_WINDOW),
    addresses: rateLimit('address', config.RATE_LIMIT_ANONYMOUS, config.RATE_LIMIT_WINDOW),
  }
  mountHealth(
    app,
    services.map(({ name }) => name),
    bus,
    () => draining,
  )
  mountOperations(app, operations, { bus, door, timeoutMs: config.ASK_TIMEOUT, maxInFlight: config.MAX_IN_FLIGHT })
  await app.register((piped) => pipeOperations(piped, operations, { bus, door, log }))
  await app.register((piped) => pipeOAuth(piped, { bus, door, log }))
  await mountDocuments(app, documents)
  refuseOtherMethods(app, new Map(methodsOf))
  await app.ready()

  return {
    app,
    async drain() {
      draining = true
      await sleep(config.DRAIN_NOTICE)
      const closed = app.close()
      await underWay.none()
      // A connection on which nothing ever came is not idle to Node, and would hold us up for as long as its owner likes.
      app.server.closeAllConnections()
      await closed
    },
  }
}
