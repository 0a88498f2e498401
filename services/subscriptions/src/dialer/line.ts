import type { Socket } from 'node:net'
import { Client } from 'undici'
import { Failure } from './failure.ts'
import type { Target } from './target.ts'

/** The answer to a request; whatever else it holds is not read. */
export interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  /** Of the body, what was asked to be kept. */
  readonly body: string
}

export interface Exchange {
  /** Resolves once the request was handed to the network, or never will be. */
  readonly sent: Promise<void>
  /** Rejects with a Failure. */
  readonly answer: Promise<Answer>
}

export interface Limits {
  /** From the request to the head of the answer. */
  readonly answerMs: number
  /** For the body after that. */
  readonly bodyMs: number
  readonly maxBodyBytes: number
}

const maxHeaderBytes = 16 * 1024
/** A name may move: after so long, it is resolved and checked again. */
const maxAgeMs = 5 * 60_000
/** Less than receivers commonly wait, so that they do not hang up just when we write. */
const idleMs = 4_000

/**
 * HTTP/1.1 over one connection that was dialled, a request at a time. When the connection ends, so does the line: it never
 * makes another by itself.
 */
export class Line {
  readonly #client: Client
  readonly #target: Target
  readonly #limits: Limits
  readonly #bornAt = performance.now()
  #used = 0
  #busy = false
  #ended = false
  /** Told when it is free again, or has ended. */
  onChange: () => void = () => {}

  constructor(socket: Socket, target: Target, limits: Limits) {
    this.#target = target
    this.#limits = limits
    let connection: Socket | undefined = socket
    // Until it is first used nobody else listens.
    const onEnd = () => this.#end()
    socket.once('close', onEnd)
    socket.on('error', () => {})
    this.#client = new Client(target.origin, {
      connect: (_, callback) => {
        const given = connection
        connection = undefined
        // Not before it has returned: the client does not expect a connection so soon.
        queueMicrotask(() => {
          if (given && !given.destroyed) callback(null, given)
          else callback(new Failure('connection-failed', { stale: true }), null)
        })
      },
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: maxHeaderBytes,
      keepAliveTimeout: idleMs,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    this.#client.on('disconnect', onEnd)
  }

  get ended(): boolean {
    return this.#ended
  }

  get free(): boolean {
    return !this.#busy && !this.#ended
  }

  /** Nobody else takes it; then either something is posted or it is given back. */
  reserve(): void {
    this.#busy = true
  }

  giveBack(): void {
    this.#busy = false
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    void this.#client.destroy().catch(() => {})
    this.onChange()
  }

  close(): void {
    this.#end()
  }

  /** @param headers names and values in turn. @param keepBytes how much of the answer's body is wanted; what is longer is a Failure `not-http`. */
  post(headers: readonly string[], body: Buffer, keepBytes = 0): Exchange {
    const sent = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Answer>()
    const reused = this.#used++ > 0
    this.#busy = true
    let abort = (cause: Error): void => {
      failed(cause)
      this.#end()
    }
    let status = 0
    let retryAfter: string | undefined
    let bytes = 0
    const kept: Buffer[] = []
    let timer = setTimeout(() => abort(new Failure('timed-out')), this.#limits.answerMs)
    const failed = (cause: Error) => {
      clearTimeout(timer)
      answer.reject(failureOf(cause, reused && status === 0))
      sent.resolve()
    }
    const answered = () => answer.resolve({ status, retryAfter, body: Buffer.concat(kept).toString() })

    this.#client.dispatch(
      { path: this.#target.path, method: 'POST', headers: headers as string[], body },
      {
        onRequestStart: (controller) => {
          abort = (cause) => controller.abort(cause)
        },
        onRequestSent: () => sent.resolve(),
        onResponseStart: (_, statusCode, given) => {
          if (statusCode < 200) return
          status = statusCode
          retryAfter = typeof given['retry-after'] === 'string' ? given['retry-after'] : undefined
          clearTimeout(timer)
          timer = setTimeout(() => abort(new Failure('timed-out')), this.#limits.bodyMs)
          // What was decided does not wait for a body that nobody reads.
          if (keepBytes === 0) answered()
        },
        onResponseData: (controller, chunk) => {
          bytes += chunk.length
          if (bytes <= keepBytes) kept.push(chunk)
          else if (keepBytes > 0 || bytes > this.#limits.maxBodyBytes) controller.abort(new Failure('not-http'))
        },
        onResponseEnd: () => {
          clearTimeout(timer)
          answered()
          this.#busy = false
          if (performance.now() - this.#bornAt > maxAgeMs) this.#end()
          else this.onChange()
        },
        onResponseError: (_, cause) => {
          failed(cause)
          this.#end()
        },
      },
    )
    answer.promise.catch(() => {})
    return { sent: sent.promise, answer: answer.promise }
  }
}

function failureOf(cause: Error & { code?: string }, stale: boolean): Failure {
  if (cause instanceof Failure) return cause
  const { code = '' } = cause
  if (/^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES_|INVALID|NOT_SUPPORTED))/.test(code) || cause.name === 'HTTPParserError') {
    return new Failure('not-http', { cause })
  }
  return new Failure('connection-failed', { cause, stale })
}
