/** @fastify/http-proxy as a gateway: verifies the token, begins the trace, writes its line, passes on. */
import type { AddressInfo } from 'node:net'
import httpProxy from '@fastify/http-proxy'
import { logger, startTelemetry } from '@nlc/runtime'
import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api'
import { type FastifyRequest, fastify } from 'fastify'
import { verifier } from './verify.ts'

await startTelemetry('http-proxy', undefined)
const { ISSUER = '', JWKS = '', UPSTREAM = '', LOG_FILE } = process.env
const verify = verifier({ ISSUER, JWKS })
const log = logger('http-proxy', { LOG_FILE, LOG_LEVEL: 'info' })
const tracer = trace.getTracer('bench')
const spans = new WeakMap<FastifyRequest, Span>()

const app = fastify()
app.addHook('onRequest', async (request) => {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers)
  spans.set(request, tracer.startSpan('GET /v1/schools', { kind: SpanKind.SERVER }, parent))
})
app.addHook('onResponse', async (request, reply) => {
  const span = spans.get(request)
  span?.end()
  log.info({ traceId: span?.spanContext().traceId, method: request.method, status: reply.statusCode, ms: reply.elapsedTime }, 'request')
})
await app.register(httpProxy, {
  upstream: UPSTREAM,
  prefix: '/v1',
  rewritePrefix: '/v1',
  disableRequestLogging: true,
  preHandler: async (request) => void (await verify(request.headers.authorization)),
  replyOptions: {
    rewriteRequestHeaders: (request, headers) => {
      const carried = { ...headers }
      const span = spans.get(request as FastifyRequest)
      if (span) propagation.inject(trace.setSpan(context.active(), span), carried)
      return carried
    },
  },
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: (app.server.address() as AddressInfo).port })
