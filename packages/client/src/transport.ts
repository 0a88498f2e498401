/** Requests to the API: with a token, tried again where that is harmless, refused with typed errors. */
import { type Deadline, deadlineIn, sleep } from './deadline.ts'
import { type Asked, isProblemDocument, NoAnswerError, ProblemError, UnexpectedAnswerError } from './errors.ts'
import type { CallOptions } from './methods.ts'
import { couldPass, isFailure, mayBeDone, pauseBeforeNext, type RetryPolicy, retryAfterOf } from './retry.ts'

type Body = string | Uint8Array | Blob

export interface Sending extends Asked {
  readonly verb: string
  /** Path and query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** A function makes it anew for each try. */
  readonly body?: Body | (() => Promise<Body>) | undefined
  /** Nothing is changed by it. */
  readonly reads: boolean
  /** Doing it twice is as doing it once: it reads, or has an idempotency key. */
  readonly repeatable: boolean
  readonly needsToken: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** JSON, or undefined where there is no body. */
  readonly body: unknown
}

export interface TokenSource {
  /** One that is valid now. */
  get(signal: AbortSignal): Promise<string>
  /** It was refused: do not give it again. */
  forget(token: string): void
}

export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly fetch: typeof fetch
  readonly userAgent: string
  readonly timeoutMs: number
  /** Milliseconds for one try. */
  readonly tryTimeoutMs: number
  readonly retry: RetryPolicy
}

export interface Transport {
  /** The whole answer, read. */
  ask(sending: Sending, options?: CallOptions): Promise<Answer>
  /** An answer whose body is yet to come. The time limit is for its beginning; the signal ends it at any time. */
  open(sending: Sending, options?: CallOptions): Promise<Response>
}

export function transportOver(connection: Connection, tokens: TokenSource): Transport {
  const { baseUrl, fetch, userAgent, tryTimeoutMs, retry } = connection

  /** @param read takes what it needs of the answer; what fails in it counts as a broken connection. */
  async function attempt<T>(sending: Sending, outer: AbortSignal, read: (response: Response, limit: Deadline) => Promise<T>): Promise<T> {
    const limit = deadlineIn(tryTimeoutMs, outer)
    const { verb: method, headers: own, body } = sending
    try {
      for (let renewed = false; ; renewed = true) {
        const token = sending.needsToken ? await tokens.get(limit.signal) : undefined
        const headers = { 'user-agent': userAgent, ...own, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
        const sent = typeof body === 'function' ? await body() : body
        const response = await connected(sending, limit, () =>
          // The API redirects nobody, and a token is for it alone.
          fetch(baseUrl + sending.path, { method, headers, body: sent as never, redirect: 'manual', signal: limit.signal }),
        )
        if (response.ok || response.status === 304) return await connected(sending, limit, () => read(response, limit))
        const refusal = await connected(sending, limit, () => refusalOf(sending, response))
        // Keys change before a token has expired. Nothing was done, so a new token decides.
        if (response.status !== 401 || token === undefined || renewed) throw refusal
        tokens.forget(token)
      }
    } catch (cause) {
      limit.release()
      throw limit.passed && cause === limit.signal.reason
        ? new NoAnswerError(sending, { timedOut: true, mayHaveTakenEffect: false })
        : cause
    }
  }

  async function call<T>(
    sending: Sending,
    { timeoutMs = connection.timeoutMs, signal }: CallOptions,
    read: (response: Response, limit: Deadline) => Promise<T>,
  ): Promise<{ result: T; whole: Deadline }> {
    const whole = deadlineIn(timeoutMs, signal)
    let perhapsDone = false
    try {
      for (let tried = 1; ; tried++) {
        signal?.throwIfAborted()
        try {
          return { result: await attempt(sending, whole.signal, read), whole }
        } catch (error) {
          // A token that could not be had was tried for already.
          if (!isFailure(error) || error.operation !== sending.operation || !couldPass(error)) throw error
          perhapsDone ||= !sending.reads && mayBeDone(error)
          error.mayHaveTakenEffect = perhapsDone
          const pause = pauseBeforeNext(tried, error, retry)
          // What would come after the end of the time is known now.
          if ((perhapsDone && !sending.repeatable) || tried >= retry.tries || pause >= whole.leftMs) throw error
          await sleep(pause, whole.signal)
        }
      }
    } catch (error) {
      whole.release()
      signal?.throwIfAborted()
      if (!whole.passed || error !== whole.signal.reason) throw error
      throw new NoAnswerError(sending, { timedOut: true, mayHaveTakenEffect: !sending.reads })
    }
  }

  return {
    async ask(sending, options = {}) {
      const { result, whole } = await call(sending, options, async (response, limit) => {
        const text = await response.text()
        limit.release()
        return { status: response.status, headers: response.headers, body: jsonOf(sending, response, text) }
      })
      whole.release()
      return result
    },
    async open(sending, options = {}) {
      const { result, whole } = await call(sending, options, async (response, limit) => ({ response, limit }))
      result.limit.lift()
      whole.lift()
      return released(result.response, () => {
        result.limit.release()
        whole.release()
      })
    },
  }
}

/** @throws NoAnswerError where the connection, or the time, does not suffice. */
async function connected<T>(sending: Sending, limit: Deadline, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof UnexpectedAnswerError) throw cause
    if (limit.signal.aborted && !limit.passed) throw limit.signal.reason
    throw new NoAnswerError(sending, {
      timedOut: limit.passed,
      mayHaveTakenEffect: !sending.reads && !wasNotReached(cause),
      cause,
    })
  }
}

/** The server never saw a byte of it. */
const notReached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

function wasNotReached(cause: unknown): boolean {
  const { code, cause: deeper, errors } = (cause ?? {}) as { code?: string; cause?: unknown; errors?: unknown[] }
  if (code !== undefined && notReached.has(code)) return true
  // Of a name with several addresses, each failed.
  if (Array.isArray(errors)) return errors.every(wasNotReached)
  return deeper !== undefined && wasNotReached(deeper)
}

async function refusalOf(sending: Sending, response: Response): Promise<ProblemError | UnexpectedAnswerError> {
  const text = await response.text()
  const asked = { ...sending, retryAfterMs: retryAfterOf(response.headers.get('retry-after')) }
  if (/^application\/([\w.]+\+)?json\b/.test(response.headers.get('content-type') ?? '')) {
    try {
      const document: unknown = JSON.parse(text)
      if (isProblemDocument(document)) return new ProblemError(document, asked)
    } catch {
      // Not a document: shown as it is.
    }
  }
  return new UnexpectedAnswerError(asked, { status: response.status, text })
}

function jsonOf(sending: Sending, { status }: Response, text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new UnexpectedAnswerError(sending, { status, text })
  }
}

/** The same answer; when its body has ended, whichever way, `release` is called. */
function released(response: Response, release: () => void): Response {
  if (!response.body) {
    release()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        release()
        controller.close()
      } catch (cause) {
        release()
        throw cause
      }
    },
    async cancel(reason) {
      release()
      await reader.cancel(reason)
    },
  })
  return new Response(body, { status: response.status, headers: response.headers })
}
