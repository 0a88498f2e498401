/**
 * The spans of this process while a test file runs. OpenTelemetry is set up once per process, and files share theirs: so one
 * recording for all of them, which keeps what belongs to the file that asked.
 */
import { startTelemetry } from '@nlc/runtime'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { afterAll } from 'vitest'

let kept: InMemorySpanExporter | undefined
await startTelemetry('test', undefined, [
  new SimpleSpanProcessor({
    exporter: {
      export(spans, done) {
        if (kept) kept.export(spans, done)
        else done({ code: 0 })
      },
      shutdown: async () => {},
    },
  }),
])

/** What has ended since, until the file's tests have. */
export function recordSpans(): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter()
  kept = exporter
  afterAll(() => {
    kept = undefined
  })
  return exporter
}
