import { sqlState } from './database.ts'

/**
 * What may be written down of a failure, in logs, traces and causes that operators read. The text of a database's error
 * quotes the row that it refused; of that only its state and the constraint are said.
 */
export function causeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const state = sqlState(cause)
  if (!state) return `${cause.name}: ${cause.message}`
  return `${cause.name}: SQLSTATE ${state.code}${state.constraint === undefined ? '' : `, ${state.constraint}`}`
}

/** The same for the log, with the way that led there. */
export function loggedCause(cause: unknown): object {
  if (!(cause instanceof Error)) return { message: String(cause) }
  const text = causeOf(cause)
  const message = text.slice(text.indexOf(': ') + 2)
  const way = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  const { code } = cause as { code?: unknown }
  return {
    type: cause.name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: [text, ...(way ?? [])].join('\n'),
    ...(cause.cause === undefined ? {} : { cause: loggedCause(cause.cause) }),
  }
}
