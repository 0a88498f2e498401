/** A resumable upload in OpenAPI: tus 1.0 as its methods at two addresses. */
import type { Command, Upload } from './define.ts'
import type { JsonObject } from './components.ts'
import type { Answers } from './openapi-answers.ts'
import { BodyTooLarge, Internal, InvalidToken, MissingScope, TooManyRequests, Unavailable, UnsupportedMediaType, InvalidInput } from './platform.ts'
import { openApiPath } from './openapi-names.ts'

const header = (name: string, description: string, schema: JsonObject, required = true): JsonObject => ({ name, in: 'header', description, ...(required ? { required } : {}), schema })
const resumable = header('Tus-Resumable', 'The version of the protocol.', { type: 'string', enum: ['1.0.0'] })
const answered = (name: string): JsonObject => ({ [name]: { schema: { type: 'integer', minimum: 0 } } })
const spoken: JsonObject = { 'Tus-Resumable': { schema: { type: 'string', enum: ['1.0.0'] } } }
const conflict: JsonObject = { description: '`Upload-Offset` is not where the upload stands: ask with `HEAD`.', content: { 'text/plain': { schema: { type: 'string' } } } }
const gone: JsonObject = { description: 'There is no such upload (any more).', content: { 'text/plain': { schema: { type: 'string' } } } }
const mismatch: JsonObject = { description: 'Another version of the protocol.', headers: { 'Tus-Version': { schema: { type: 'string' } } } }

/** @param described the operation as any other is described; its answer is that of the request which completes the upload. */
export function uploadPaths(operation: Command, { accepts, maxBytes }: Upload, described: JsonObject, answers: Answers): Record<string, JsonObject> {
  const path = openApiPath(operation.path)
  const { operationId, tags, security, parameters = [], responses } = described as { operationId: string } & JsonObject
  const own = (parameters as JsonObject[]).filter((parameter) => parameter.in === 'path')
  const upload: JsonObject = { name: 'upload', in: 'path', required: true, description: 'Of the `Location` that the creation answered.', schema: { type: 'string' } }
  const common = answers.refusals([InvalidToken, MissingScope, TooManyRequests, Internal, Unavailable])
  const types = accepts.map((type) => `\`${type}\``).join(', ')
  const completed = Object.fromEntries(Object.entries(responses as JsonObject).filter(([status]) => status.startsWith('2')))
  return {
    [path]: {
      ...(own.length > 0 ? { parameters: own } : {}),
      post: {
        ...described,
        description: `${described.description ?? ''}\n\nResumable by tus 1.0 (https://tus.io): announce the length here, then send the bytes to the \`Location\`. At most ${maxBytes.toLocaleString('en-GB')} bytes; \`filetype\` in the metadata is one of ${types}.`.trim(),
        parameters: [
          resumable,
          header('Upload-Length', 'Bytes in all.', { type: 'integer', minimum: 0, maximum: maxBytes }),
          header('Upload-Metadata', 'Pairs of a key and a value in base64, with commas between: `filename`, `filetype`.', { type: 'string', maxLength: 4096 }),
        ],
        responses: {
          201: { description: 'Announced: send the bytes to the `Location`.', headers: { ...spoken, Location: { $ref: '#/components/headers/Location' } } },
          412: mismatch,
          ...common,
          ...answers.refusals([InvalidInput, BodyTooLarge, UnsupportedMediaType, ...operation.problems]),
        },
      },
      options: {
        operationId: `${operationId}Options`,
        tags: tags ?? [],
        summary: 'Ask what this upload takes',
        security: [],
        responses: { 204: { description: 'Done.', headers: { ...spoken, 'Tus-Version': { schema: { type: 'string' } }, 'Tus-Extension': { schema: { type: 'string' } }, ...answered('Tus-Max-Size') } }, ...answers.refusals([TooManyRequests, Unavailable]) },
      },
    },
    [`${path}/{upload}`]: {
      parameters: [...own, upload],
      head: {
        operationId: `${operationId}Offset`,
        tags: tags ?? [],
        summary: 'Ask how far an upload got',
        security: security ?? [],
        parameters: [resumable],
        responses: { 200: { description: 'So far.', headers: { ...spoken, ...answered('Upload-Offset'), ...answered('Upload-Length') } }, 404: gone, ...common },
      },
      patch: {
        operationId: `${operationId}Bytes`,
        tags: tags ?? [],
        summary: 'Send bytes from where the upload stands',
        description: `Send what is left in one request or in several. The one that completes the upload has this operation's answer.`,
        security: security ?? [],
        parameters: [resumable, header('Upload-Offset', 'Where these bytes begin.', { type: 'integer', minimum: 0 })],
        requestBody: { required: true, content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } } },
        responses: {
          204: { description: 'Taken.', headers: { ...spoken, ...answered('Upload-Offset') } },
          ...completed,
          404: gone,
          409: conflict,
          412: mismatch,
          ...common,
          ...answers.refusals([BodyTooLarge, UnsupportedMediaType]),
        },
      },
    },
  }
}
