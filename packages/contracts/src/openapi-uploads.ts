/** A resumable upload in OpenAPI: tus 1.0, as its methods at two addresses. */
import type { JsonObject } from './components.ts'
import type { Command, Problem, Upload } from './define.ts'
import { NoSuchUpload, UnsupportedTusVersion, UploadOffsetConflict, UploadRefused } from './http.ts'
import type { Answers } from './openapi-answers.ts'
import { openApiPath } from './openapi-names.ts'
import { BodyTooLarge, Internal, InvalidToken, MissingScope, TooManyRequests, Unavailable, UnsupportedMediaType } from './platform.ts'

const sent = (name: string, description: string, schema: JsonObject): JsonObject => ({
  name,
  in: 'header',
  required: true,
  description,
  schema,
})
const answered = (...names: string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, { schema: { type: 'integer', minimum: 0 } }]))
const version: JsonObject = { type: 'string', enum: ['1.0.0'] }
const resumable = sent('Tus-Resumable', 'The version of the protocol.', version)
const spoken: JsonObject = { 'Tus-Resumable': { schema: version } }
const text: JsonObject = { schema: { type: 'string' } }

/** @param described the operation, as any other is described. */
export function uploadPaths(
  operation: Command,
  { accepts, maxBytes }: Upload,
  described: JsonObject,
  answers: Answers,
): Record<string, JsonObject> {
  const path = openApiPath(operation.path)
  const { operationId, tags = [], security = [], summary = '', parameters = [] } = described
  const own = (parameters as JsonObject[]).filter((parameter) => parameter.in === 'path')
  const ofUpload: JsonObject = {
    name: 'uploadId',
    in: 'path',
    required: true,
    description: 'The last segment of the `Location` that the creation answered.',
    schema: { type: 'string' },
  }
  const refusals = (...problems: Problem[]) =>
    answers.refusals([
      InvalidToken,
      MissingScope,
      UploadRefused,
      UnsupportedTusVersion,
      ...problems,
      TooManyRequests,
      Internal,
      Unavailable,
    ])
  const method = (suffix: string, words: string, more: JsonObject): JsonObject => ({
    operationId: `${operationId}${suffix}`,
    tags,
    summary: `${summary}: ${words}`,
    security,
    ...more,
  })
  const discovery = (suffix: string) =>
    method(suffix, 'ask what is taken', {
      security: [],
      responses: {
        204: { description: 'Done.', headers: { ...spoken, 'Tus-Version': text, 'Tus-Extension': text, ...answered('Tus-Max-Size') } },
        ...answers.refusals([TooManyRequests, Unavailable]),
      },
    })
  const announced = `Resumable by tus 1.0 (https://tus.io): announce the length here, then send the bytes to the \`Location\`, in one request or several. At most ${maxBytes.toLocaleString('en-GB')} bytes of ${accepts.join(' or ')}.`

  return {
    [path]: {
      ...(own.length > 0 ? { parameters: own } : {}),
      post: {
        ...described,
        description: [described.description, announced].filter(Boolean).join('\n\n'),
        parameters: [
          resumable,
          sent('Upload-Length', 'Bytes in all.', { type: 'integer', minimum: 0, maximum: maxBytes }),
          sent('Upload-Metadata', 'Pairs of a key and a value in base64, with commas between. `filetype` is needed.', {
            type: 'string',
            examples: ['filetype dGV4dC9jc3Y='],
          }),
        ],
        responses: {
          201: { description: 'Announced.', headers: { ...spoken, Location: { $ref: '#/components/headers/Location' } } },
          ...refusals(BodyTooLarge, UnsupportedMediaType, ...operation.problems),
        },
      },
      options: discovery('Options'),
    },
    [`${path}/{uploadId}`]: {
      parameters: [...own, ofUpload],
      head: method('Offset', 'ask how far it got', {
        parameters: [resumable],
        responses: {
          200: { description: 'So far.', headers: { ...spoken, ...answered('Upload-Offset', 'Upload-Length') } },
          ...refusals(NoSuchUpload),
        },
      }),
      patch: method('Bytes', 'send bytes', {
        parameters: [
          resumable,
          sent('Upload-Offset', 'Where these bytes begin: where the upload stands.', { type: 'integer', minimum: 0 }),
        ],
        requestBody: { required: true, content: { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } } },
        responses: {
          204: { description: 'Taken, and kept.', headers: { ...spoken, ...answered('Upload-Offset') } },
          ...refusals(NoSuchUpload, UploadOffsetConflict, BodyTooLarge, UnsupportedMediaType),
        },
      }),
      delete: method('End', 'give it up', {
        parameters: [resumable],
        responses: { 204: { description: 'Gone.', headers: spoken }, ...refusals(NoSuchUpload) },
      }),
      options: discovery('BytesOptions'),
    },
  }
}
