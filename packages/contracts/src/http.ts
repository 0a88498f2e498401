/** How an operation travels over HTTP: which part of the request each field of its input comes from. */
import Type, { type TObject, type TProperties } from 'typebox'
import type { Command, Query } from './define.ts'
import { problem } from './define.ts'

type AnyOperation = Command | Query

/** The gateway's own refusals, made before an operation is known. Contracts do not repeat these. */
export const MalformedRequest = problem(400, 'malformed-request', 'The request is not HTTP that this server understands.')
export const RequestTimeout = problem(408, 'request-timeout', 'The request did not arrive in time.')
export const HeadersTooLarge = problem(431, 'headers-too-large', "The request's headers are larger than 16 KiB together.")

/** Of uploads, whichever operation they are for. */
export const NoSuchUpload = problem(404, 'no-such-upload', 'There is no such upload.')
export const UploadRefused = problem(400, 'upload-refused', 'The upload does not follow the tus protocol.')
export const UploadOffsetConflict = problem(409, 'upload-offset-conflict', 'The upload stands at another offset: ask with HEAD.')
export const UnsupportedTusVersion = problem(412, 'unsupported-tus-version', 'This server speaks tus 1.0.0: say so in Tus-Resumable.')

/** Names that stand for the same everywhere. */
export const commonProblems = [
  MalformedRequest,
  RequestTimeout,
  HeadersTooLarge,
  NoSuchUpload,
  UploadRefused,
  UploadOffsetConflict,
  UnsupportedTusVersion,
] as const

export interface RequestParts {
  /** From the path; values are coerced. */
  readonly path: TObject | undefined
  /** From the query string; values are coerced. */
  readonly query: TObject | undefined
  /** From the JSON body; nothing is coerced. */
  readonly body: TObject | undefined
  /** A body may be left out, as its fields may. */
  readonly bodyOptional: boolean
}

/** The path takes what it names; the rest is the query's for `GET` and `DELETE`, else the body's. */
export function requestParts({ method, parameters, input }: AnyOperation): RequestParts {
  const named = new Set(parameters)
  const rest = Object.keys(input.properties).filter((field) => !named.has(field))
  const inQuery = method === 'GET' || method === 'DELETE'
  const remainder = rest.length > 0 ? part(input, rest) : undefined
  return {
    path: parameters.length > 0 ? part(input, parameters) : undefined,
    query: inQuery ? remainder : undefined,
    body: inQuery ? undefined : remainder,
    bodyOptional: requiredOf(remainder).length === 0,
  }
}

export const requiredOf = (schema: TObject | undefined): readonly string[] =>
  (schema as { required?: string[] } | undefined)?.required ?? []

/** A page: its answer has `items` and, where more follows, `next`, which is the `after` of the next request. */
export function isPaged({ input, output }: AnyOperation): boolean {
  const fields = (output as TObject | undefined)?.properties
  return fields !== undefined && 'items' in fields && 'next' in fields && 'after' in input.properties
}

function part(input: TObject, fields: readonly string[]): TObject {
  const properties: TProperties = {}
  for (const field of fields) {
    const schema = input.properties[field]
    if (schema) properties[field] = schema
  }
  // `Type.Object` finds what is required by a mark that is not enumerable and that `strict` kept.
  return Type.Object(properties, { additionalProperties: false })
}

/**
 * Where to read what a `POST` made: the address below its own that takes an id which the answer holds; or the one below
 * the collection of the same name (`POST /v1/networks/:networkId/agreements` → `GET /v1/agreements/:agreementId`), if the
 * same is read there as was made.
 */
export function locationOf(
  made: AnyOperation,
  operations: readonly AnyOperation[],
): { path: string; parameter: string; field: string } | undefined {
  const fields = (made.output as TObject | undefined)?.properties
  if (made.method !== 'POST' || made.status !== 201 || fields === undefined) return undefined
  const collection = `/v1/${made.path.split('/').at(-1)}`
  for (const { method, path, parameters, output } of operations) {
    const parameter = parameters.at(-1)
    if (method !== 'GET' || parameter === undefined) continue
    const below = path === `${made.path}/:${parameter}`
    const elsewhere = path === `${collection}/:${parameter}` && JSON.stringify(output) === JSON.stringify(made.output)
    const field = parameter in fields ? parameter : 'id' in fields ? 'id' : undefined
    if ((below || elsewhere) && field) return { path, parameter, field }
  }
  return undefined
}
