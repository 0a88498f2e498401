/** One server span, one measurement and one line in the log per request; and which requests are under way. */
import { contextFrom, type Logger } from '@nlc/runtime'
import { type Context, metrics, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | undefined
    /** What is asked for this request runs within it. */
    trace: Context | undefined
  }
}

export const traceIdOf = (request: { span: Span | undefined }): string | undefined => request.span?.spanContext().traceId

export interface UnderWay {
  /** Resolves as soon as every request that came is answered to its end, or given up by who sent it. */
  none(): Promise<void>
}

/** The log names routes, never addresses: they hold ids, and query strings hold more. */
export function traceRequests(app: FastifyInstance, log: Logger): UnderWay {
  // Every field of the line is named here, so nothing needs to be taken out of it.
  const access = log.child({}, { redact: [] })
  const tracer = trace.getTracer('nlc')
  const duration = metrics.getMeter('nlc').createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'From the request to the end of its answer.',
  })
  app.decorateRequest('span', undefined)
  app.decorateRequest('trace', undefined)
  let underWay = 0
  let whenNone = () => {}

  app.addHook('onRequest', (request, reply, done) => {
    underWay += 1
    const began = performance.now()
    const route = request.routeOptions.url ?? 'unknown'
    const parent = contextFrom(request.headers.traceparent as string | undefined)
    const attributes = { 'http.request.method': request.method, 'http.route': route }
    request.span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent)
    request.trace = trace.setSpan(parent, request.span)
    // Of the response, not Fastify's `onResponse`: this comes for requests that never got an answer, too.
    reply.raw.once('close', () => ended(request, reply, route, performance.now() - began))
    done()
  })

  function ended(request: FastifyRequest, reply: FastifyReply, route: string, ms: number): void {
    const { method, span, client } = request
    const { statusCode: status, writableFinished } = reply.raw
    span?.setAttribute('http.response.status_code', status)
    if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    duration.record(ms / 1000, { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status })
    const line = { traceId: traceIdOf(request), method, route, status, ms: Math.round(ms * 10) / 10, client }
    access.info(writableFinished ? line : { ...line, status: undefined, cutOff: true }, 'request')
    underWay -= 1
    if (underWay === 0) whenNone()
  }

  return {
    none: () =>
      new Promise((resolve) => {
        whenNone = resolve
        if (underWay === 0) resolve()
      }),
  }
}
