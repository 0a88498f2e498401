/** What OpenAPI says beside the operations: how the API is used, and the paths that no contract describes. */

import type { JsonObject } from './components.ts'
import type { Problem } from './define.ts'
import { MalformedRequest } from './http.ts'
import { BodyTooLarge, Internal, TooManyRequests, Unavailable, UnknownRoute } from './platform.ts'

export const description = `The shared infrastructure of networked learning communities: groups of schools whose staff learn with, from and on behalf
of each other. Nobody logs in to it; people use it through software that you write on it.

**Tokens.** A client trades its credentials at \`POST /oauth/token\` for an access token that lives for minutes, and sends it as
\`Authorization: Bearer …\`. To act for a person, it exchanges a statement that it signed and that names the person (RFC 8693). A scope opens an
operation; what the caller has no relation to answers exactly like what does not exist.

**Versions.** A thing's answer carries its version as \`ETag\`. Send it back as \`If-Match\` with a change, and a change that somebody else made in
between is not overwritten; as \`If-None-Match\` with a read, and nothing is sent twice.

**Repeats.** Every command takes an \`Idempotency-Key\`. A repeat gets the first answer, also in parallel and also when that was lost on its way.
When in doubt, repeat.

**Lists.** \`limit\` bounds a page; where more follows, the answer holds \`next\`, which is the next request's \`after\`, and a \`Link\`. Lists with
\`updatedSince\` can be followed: pass the last answer's \`updatedUntil\` and expect repeats; ids that left your view come as \`gone\`.

**Refusals** are problem documents (RFC 9457) whose \`type\` is stable and resolves: \`/problems\` lists them. What is sent is read strictly: an unknown
field is refused, never dropped. What cannot be read as HTTP at all is refused before an operation is known (\`malformed-request\`,
\`headers-too-large\`, \`request-timeout\`). Read answers leniently: fields, and codes in lists of codes, can be added.

**Limits** are per client and told in \`RateLimit\` and \`RateLimit-Policy\`. Days are dates in Europe/London, both counted; instants are RFC 3339 in UTC.`

export const platformTags = [
  { name: 'OAuth', description: 'Tokens and keys; errors are those of OAuth 2.0 (RFC 6749, section 5.2).' },
  { name: 'Platform', description: 'Health, and documents about this API.' },
]

/** `refusals`: answers by status, as `Answers` writes them. */
export function platformPaths(answers: { refusals(problems: readonly Problem[]): JsonObject }): JsonObject {
  const open = (operationId: string, tag: string, summary: string, responses: JsonObject, more: JsonObject = {}): JsonObject => ({
    operationId,
    tags: [tag],
    summary,
    security: [],
    ...more,
    responses: { ...responses, ...answers.refusals([TooManyRequests, Internal, Unavailable]) },
  })
  const document = (id: string, summary: string, type = 'application/json'): JsonObject => ({
    get: {
      operationId: id,
      tags: ['Platform'],
      summary,
      security: [],
      responses: {
        200: { description: 'Done.', content: { [type]: { schema: type === 'text/html' ? { type: 'string' } : { type: 'object' } } } },
        ...answers.refusals([UnknownRoute]),
      },
    },
  })
  return {
    '/oauth/token': {
      post: open('getToken', 'OAuth', 'Get an access token', { ...tokenAnswers, ...answers.refusals([BodyTooLarge]) }, tokenRequest),
    },
    '/oauth/jwks': { get: open('getKeys', 'OAuth', 'Read the keys that tokens are signed with', { 200: jwks, 400: oauthError }) },
    '/.well-known/oauth-authorization-server': {
      get: open('getAuthorizationServer', 'OAuth', 'Read what the authorization server can do (RFC 8414)', {
        200: { description: 'Done.', content: { 'application/json': { schema: { type: 'object' } } } },
        400: oauthError,
      }),
    },
    '/health/live': { get: health('getLiveness', 'Ask whether the gateway runs', answers) },
    '/health/ready': { get: health('getReadiness', 'Ask whether every service answers', answers) },
    '/openapi.json': document('getOpenApi', 'Read this document'),
    '/asyncapi.json': document('getAsyncApi', 'Read what the events look like'),
    '/docs': document('getDocs', 'Read this document in a browser', 'text/html'),
    '/problems': document('listProblems', 'List the problems that there are'),
    '/problems/{name}': {
      parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
      ...document('getProblem', "Read what a problem means: the document's `type` is this address"),
    },
  }
}

const oauthError: JsonObject = {
  description: 'Refused.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { error: { type: 'string', examples: ['invalid_request'] }, error_description: { type: 'string' } },
        required: ['error'],
      },
    },
  },
}

const tokenRequest: JsonObject = {
  description: `Grant types: \`client_credentials\`, and \`urn:ietf:params:oauth:grant-type:token-exchange\` with the \`subject_token\` that names the
person. The client says who it is by HTTP Basic with its secret, or by a signed assertion (\`private_key_jwt\`).`,
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          properties: {
            grant_type: { type: 'string', enum: ['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange'] },
            scope: { type: 'string', description: 'Scopes, with a space between; default: all that the client has.' },
            resource: { type: 'string', format: 'uri' },
            subject_token: { type: 'string' },
            subject_token_type: { type: 'string' },
            client_id: { type: 'string' },
            client_secret: { type: 'string' },
            client_assertion: { type: 'string' },
            client_assertion_type: { type: 'string' },
          },
          required: ['grant_type'],
        },
      },
    },
  },
}

const tokenAnswers: JsonObject = {
  200: {
    description: 'The token.',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: {
            access_token: { type: 'string' },
            token_type: { type: 'string', enum: ['Bearer'] },
            expires_in: { type: 'integer', description: 'Seconds.' },
            scope: { type: 'string' },
            issued_token_type: { type: 'string' },
          },
          required: ['access_token', 'token_type', 'expires_in'],
        },
      },
    },
  },
  400: oauthError,
  401: { ...oauthError, description: 'The client is not known, or did not prove who it is.' },
}

const jwks: JsonObject = {
  description: 'The keys.',
  content: {
    'application/json': {
      schema: { type: 'object', properties: { keys: { type: 'array', items: { type: 'object' } } }, required: ['keys'] },
    },
  },
}

function health(operationId: string, summary: string, answers: { refusals(problems: readonly Problem[]): JsonObject }): JsonObject {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      status: { type: 'string', enum: ['ok'] },
      services: { type: 'object', additionalProperties: { type: 'string', enum: ['ok'] } },
    },
    required: ['status'],
  }
  return {
    operationId,
    tags: ['Platform'],
    summary,
    security: [],
    responses: {
      200: { description: 'Yes.', content: { 'application/json': { schema } } },
      ...answers.refusals([MalformedRequest, Unavailable]),
    },
  }
}
