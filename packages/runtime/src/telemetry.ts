/**
 * Traces and metrics (OpenTelemetry). Ids are always made and always travel, so that log lines of one request can be
 * found together; spans are recorded and sent only where an OTLP endpoint is configured.
 */
import {
  type Attributes,
  type Context,
  context,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { causeOf } from './cause.ts'

export { SpanKind } from '@opentelemetry/api'

/** @param recordTo where spans go besides OTLP; a test's in-memory exporter. Without an endpoint it is in force when this returns. */
export async function startTelemetry(
  service: string,
  endpoint: string | undefined,
  recordTo: readonly SpanProcessor[] = [],
): Promise<{ shutdown(): Promise<void> }> {
  const resource = resourceFromAttributes({ 'service.name': `nlc-${service}` })
  const sending = endpoint ? (await import('./otlp.ts')).sendTo(endpoint, resource) : undefined
  const spanProcessors = [...recordTo, ...(sending ? [sending.spans] : [])]
  const recording = spanProcessors.length > 0
  const tracerProvider = new TracerProvider({
    resource,
    sampler: recording ? new ParentBasedSampler({ root: new AlwaysOnSampler() }) : new AlwaysOffSampler(),
    spanProcessors,
  })
  // Set once per process; in tests several services share the first one's.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(tracerProvider)
  if (sending) metrics.setGlobalMeterProvider(sending.meters)
  return {
    async shutdown() {
      await Promise.allSettled([tracerProvider.shutdown(), sending?.meters.shutdown()])
    },
  }
}

const tracer = trace.getTracer('nlc')

/** Runs within a span, which ends with it and takes its failure. `from`: the trace it goes on from. */
export async function inSpan<T>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  run: (span: Span) => Promise<T>,
  from: Context = context.active(),
): Promise<T> {
  const span = tracer.startSpan(name, { kind, attributes }, from)
  try {
    return await context.with(trace.setSpan(from, span), run, undefined, span)
  } catch (cause) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: causeOf(cause) })
    throw cause
  } finally {
    span.end()
  }
}

/** The active trace as a `traceparent` (W3C Trace Context). */
export function traceparent(): string | undefined {
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent
}

export const contextFrom = (parent: string | undefined): Context =>
  parent ? propagation.extract(ROOT_CONTEXT, { traceparent: parent }) : ROOT_CONTEXT

export const activeTraceId = (): string | undefined => trace.getActiveSpan()?.spanContext().traceId
