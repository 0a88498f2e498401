/** Sends traces and metrics by OTLP over HTTP. Loaded only where an endpoint is configured: it is a tenth of an idle process. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { Resource } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace'

export function sendTo(endpoint: string, resource: Resource): { spans: SpanProcessor; meters: MeterProvider } {
  const url = (path: string) => `${endpoint.replace(/\/$/, '')}/v1/${path}`
  return {
    spans: new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: url('traces') }) }),
    meters: new MeterProvider({
      resource,
      readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: url('metrics') }) })],
    }),
  }
}
