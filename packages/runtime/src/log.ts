import { isSpanContextValid, trace } from '@opentelemetry/api'
import pino, { type Logger } from 'pino'
import type { CommonConfig } from './config.ts'

export type { Logger } from 'pino'

/** JSON lines, each with the trace it belongs to. No names, addresses or tokens: they are removed where they slip in. */
export function logger(service: string, { LOG_FILE, LOG_LEVEL }: Pick<CommonConfig, 'LOG_FILE' | 'LOG_LEVEL'>): Logger {
  return pino(
    {
      level: LOG_LEVEL,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['authorization', '*.authorization', 'token', '*.token', 'secret', '*.secret'], remove: true },
      mixin: () => {
        const context = trace.getActiveSpan()?.spanContext()
        return context && isSpanContextValid(context) ? { traceId: context.traceId, spanId: context.spanId } : {}
      },
    },
    LOG_FILE ? pino.destination({ dest: LOG_FILE, mkdir: true, sync: false }) : pino.destination({ dest: 1, sync: false }),
  )
}
