/** An operation as a function. What it takes and gives is in the types (methods.ts). */
import { randomUUID } from 'node:crypto'
import { ProblemError } from './errors.ts'
import { changesOf, itemsOf, pagesOf } from './lists.ts'
import type { CallOptions, FollowOptions, Page, UploadOptions, VersionedCommandOptions } from './methods.ts'
import { type Operation, titleOf } from './operation.ts'
import { requestOf } from './request.ts'
import type { RetryPolicy } from './retry.ts'
import type { Sending, Transport } from './transport.ts'
import { upload } from './upload.ts'

type Input = Readonly<Record<string, unknown>>

export function methodOf(operation: Operation, transport: Transport, retry: RetryPolicy, platformProblems: readonly string[]): unknown {
  const title = titleOf(operation)
  const declared = new Set([...operation.problems, ...platformProblems])
  const refused = (error: unknown) => error instanceof ProblemError && error.operation === title && declared.has(error.name)

  const sendingOf = (input: Input | undefined, more: Partial<Sending> = {}): Sending => {
    const { path, body } = requestOf(operation, input ?? {})
    return {
      operation: title,
      verb: operation.verb,
      path,
      body,
      reads: operation.kind === 'query',
      repeatable: true,
      needsToken: true,
      ...more,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...more.headers },
    }
  }

  if (operation.upload)
    return Object.assign(
      async (input: Input & { file: Blob }, options: UploadOptions = {}) => upload(transport, retry, operation, input, options),
      { refused },
    )

  if (operation.kind === 'command')
    return Object.assign(
      async (input?: Input, { idempotencyKey = randomUUID(), ifVersion, ...call }: VersionedCommandOptions = {}) => {
        if (ifVersion !== undefined && !operation.ifMatch) throw new TypeError(`${title} depends on no version: leave ifVersion out.`)
        const conditions = { 'idempotency-key': idempotencyKey, ...(ifVersion !== undefined && { 'if-match': `"${ifVersion}"` }) }
        return (await transport.ask(sendingOf(input, { idempotencyKey, headers: conditions }), call)).body
      },
      { refused },
    )

  if (operation.stream)
    return Object.assign(
      async (input?: Input, { lastEventId, ...call }: CallOptions & { lastEventId?: string } = {}) => {
        const headers = { accept: operation.stream!, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) }
        return transport.open(sendingOf(input, { headers }), call)
      },
      { refused },
    )

  const read = async (input?: Input, { unlessVersion, ...call }: CallOptions & { unlessVersion?: number } = {}) => {
    const headers = { ...(unlessVersion !== undefined && { 'if-none-match': `"${unlessVersion}"` }) }
    return (await transport.ask(sendingOf(input, { headers }), call)).body
  }
  if (!operation.paged) return Object.assign(read, { refused })
  const getPage = read as (input?: Input, options?: CallOptions) => Promise<Page<unknown>>
  return Object.assign(getPage, {
    refused,
    each: (input?: Input, options?: CallOptions) => itemsOf(getPage, input, options),
    pages: (input?: Input, options?: CallOptions) => pagesOf(getPage, input, options),
    changes: (input?: Input, options?: FollowOptions) => changesOf(getPage, input, options),
  })
}
