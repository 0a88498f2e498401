/** One server span, one measurement and one line in the log per request. */
import { contextFrom, type Logger } from '@nlc/runtime'
import { type Context, metrics, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | undefined
    /** What is asked for this request runs within it. */
    trace: Context | undefined
  }
}

export const traceIdOf = (request: { span: Span | undefined }): string | undefined => request.span?.spanContext().traceId

/** The log names routes, never addresses: they hold ids, and query strings hold more. */
export function traceRequests(app: FastifyInstance, log: Logger): void {
  // Every field of the line is named here, so nothing needs to be taken out of it.
  const access = log.child({}, { redact: [] })
  const tracer = trace.getTracer('nlc')
  const duration = metrics
    .getMeter('nlc')
    .createHistogram('http.server.request.duration', { unit: 's', description: 'From the request to the end of its answer.' })
  app.decorateRequest('span', undefined)
  app.decorateRequest('trace', undefined)

  app.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const parent = contextFrom(request.headers.traceparent as string | undefined)
    const attributes = { 'http.request.method': request.method, 'http.route': route }
    request.span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent)
    request.trace = trace.setSpan(parent, request.span)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, span, client } = request
    const route = request.routeOptions.url ?? 'unknown'
    const status = reply.statusCode
    span?.setAttribute('http.response.status_code', status)
    if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    duration.record(reply.elapsedTime / 1000, { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status })
    access.info({ traceId: traceIdOf(request), method, route, status, ms: Math.round(reply.elapsedTime * 10) / 10, client }, 'request')
    done()
  })
}
