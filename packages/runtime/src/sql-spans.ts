/** A span for each statement. By hand: `pg` is loaded by ES modules here, where OpenTelemetry's instrumentation for it does not reach. */
import { context, SpanKind, trace } from '@opentelemetry/api'
import pg from 'pg'

let traced = false

/** MikroORM writes values into the text of its statements; they are nobody's but the database's. */
const withoutValues = (text: string): string => text.replaceAll(/[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'/g, "'…'")

export function traceSql(): void {
  if (traced) return
  traced = true
  const tracer = trace.getTracer('nlc')
  const query = pg.Client.prototype.query as (...parameters: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
    // Polling outside of any trace would drown what is worth seeing.
    if (!trace.getSpan(context.active())) return query.apply(this, parameters)
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
  } as typeof pg.Client.prototype.query
}
