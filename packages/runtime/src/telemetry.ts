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
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { traceSql } from './sql-spans.ts'

export { SpanKind } from '@opentelemetry/api'

/** @param recordTo where spans go besides OTLP; a test's in-memory exporter. */
export function startTelemetry(
  service: string,
  endpoint: string | undefined,
  recordTo: readonly SpanProcessor[] = [],
): { shutdown(): Promise<void> } {
  const resource = resourceFromAttributes({ 'service.name': `nlc-${service}` })
  const url = (path: string) => `${endpoint?.replace(/\/$/, '')}/v1/${path}`
  const spanProcessors = [
    ...recordTo,
    ...(endpoint ? [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: url('traces') }) })] : []),
  ]
  const recording = spanProcessors.length > 0
  const tracerProvider = new TracerProvider({
    resource,
    sampler: recording ? new ParentBasedSampler({ root: new AlwaysOnSampler() }) : new AlwaysOffSampler(),
    spanProcessors,
  })
  const readers = endpoint ? [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: url('metrics') }) })] : []
  const meterProvider = new MeterProvider({ resource, readers })
  // Set once per process; in tests several services share the first one's.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(tracerProvider)
  metrics.setGlobalMeterProvider(meterProvider)
  if (recording) traceSql()
  return {
    async shutdown() {
      await Promise.allSettled([tracerProvider.shutdown(), meterProvider.shutdown()])
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
    span.setStatus({ code: SpanStatusCode.ERROR, message: cause instanceof Error ? cause.message : String(cause) })
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
