/**
 * A span for each statement. By hand and on each connection: `pg` is loaded by ES modules here, where OpenTelemetry's
 * instrumentation for it does not reach, and there may be two of it (MikroORM brings its own).
 */
import { context, SpanKind, trace } from '@opentelemetry/api'
import type { PoolClient } from 'pg'

const tracer = trace.getTracer('nlc')

/** MikroORM writes values into the text of its statements; they are nobody's but the database's. */
const withoutValues = (text: string): string => text.replaceAll(/[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'/g, "'…'")

type Query = (this: PoolClient, ...parameters: unknown[]) => unknown

/** To be told each new connection of a pool. */
export function traceStatements(client: PoolClient): void {
  const query = client.query as unknown as Query
  client.query = function (this: PoolClient, ...parameters: unknown[]) {
    // Polling outside of any trace would drown what is worth seeing; where nothing is recorded, there is nothing to do.
    if (!trace.getSpan(context.active())?.isRecording()) return query.apply(this, parameters)
    const [first] = parameters
    const text = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '')
    const span = tracer.startSpan(`SQL ${/^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? ''}`.trim(), {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': withoutValues(text).slice(0, 2000) },
    })
    const callback = parameters.at(-1)
    if (typeof callback === 'function') {
      parameters[parameters.length - 1] = (...results: unknown[]) => {
        span.end()
        return callback(...results)
      }
      return query.apply(this, parameters)
    }
    const result = query.apply(this, parameters)
    if (result instanceof Promise) result.finally(() => span.end()).catch(() => {})
    else span.end()
    return result
  } as typeof client.query
}
