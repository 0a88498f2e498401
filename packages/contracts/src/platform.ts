/** What every operation can be refused with, whatever it does. Contracts do not repeat these. */
import Type from 'typebox'
import { problem } from './define.ts'

/** One thing that is wrong with what was sent. */
export const Fault = Type.Object({
  /** JSON Pointer (RFC 6901) into the body, `?name` for a query parameter, or `:name` for one of the path. */
  at: Type.String(),
  rule: Type.String({ description: 'The rule that was broken, by its JSON Schema keyword.' }),
  detail: Type.String({ description: 'What to do about it, in a sentence.' }),
})

export const InvalidInput = problem(400, 'invalid-input', 'The request does not have the form that this operation takes.', {
  errors: Type.Array(Fault),
})
export const MalformedJson = problem(400, 'malformed-json', 'The body is not JSON.')
export const InvalidToken = problem(401, 'invalid-token', 'The request needs a valid access token.')
export const MissingScope = problem(403, 'missing-scope', "The token's scopes do not cover this operation.", { scope: Type.String() })
export const UnknownRoute = problem(404, 'unknown-route', 'There is nothing at this address.')
export const MethodNotAllowed = problem(405, 'method-not-allowed', 'This address does not take this method.', {
  allowed: Type.Array(Type.String()),
})
export const StaleVersion = problem(412, 'stale-version', 'It was changed since the version that If-Match names.', {
  version: Type.Integer(),
})
export const BodyTooLarge = problem(413, 'body-too-large', 'The body is larger than this operation takes.', { maxBytes: Type.Integer() })
export const UnsupportedMediaType = problem(415, 'unsupported-media-type', 'This operation takes application/json.')
export const IdempotencyKeyReused = problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another request.')
export const TooManyRequests = problem(429, 'too-many-requests', "The client's limit is used up.", { retryAfterSeconds: Type.Integer() })
export const Internal = problem(500, 'internal', 'Something went wrong on our side. It was noted; nothing was changed.')
export const Unavailable = problem(503, 'unavailable', 'The service behind this operation does not answer now. Try again.')
export const DeadlinePassed = problem(
  504,
  'deadline-passed',
  'No answer in time. Whether it was done is not known: repeat with the same Idempotency-Key.',
)

export const platformProblems = [
  InvalidInput,
  MalformedJson,
  InvalidToken,
  MissingScope,
  UnknownRoute,
  MethodNotAllowed,
  StaleVersion,
  BodyTooLarge,
  UnsupportedMediaType,
  IdempotencyKeyReused,
  TooManyRequests,
  Internal,
  Unavailable,
  DeadlinePassed,
] as const
