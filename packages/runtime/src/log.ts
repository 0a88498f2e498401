import { mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { isSpanContextValid, trace } from '@opentelemetry/api'
import pino, { type Logger } from 'pino'
import { loggedCause } from './cause.ts'
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
      serializers: { err: loggedCause },
      mixin: () => {
        const context = trace.getActiveSpan()?.spanContext()
        return context && isSpanContextValid(context) ? { traceId: context.traceId, spanId: context.spanId } : {}
      },
    },
    // A write per line costs more than the line. What is held is written after a quarter of a second, and at the end.
    pino.destination({ dest: LOG_FILE ? open(LOG_FILE) : 1, sync: false, minLength: 4096, periodicFlush: 250 }),
  )
}

/** Opened at once, so that a process which ends early still says why. */
function open(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  return openSync(file, 'a')
}
