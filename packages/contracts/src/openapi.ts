/** Contracts → OpenAPI 3.1. Every answer that the gateway gives is in it. */

import { Components, type Json, type JsonObject } from './components.ts'
import type { Command, Query, ServiceContract } from './define.ts'
import { scopes } from './define.ts'
import { isPaged, locationOf, type RequestParts, requestParts, requiredOf } from './http.ts'
import { Answers, headers, problemsOf } from './openapi-answers.ts'
import { lowerFirst, openApiPath, operationId, pascal, tagOf } from './openapi-names.ts'
import { description, platformPaths, platformTags } from './openapi-platform.ts'
import { uploadPaths } from './openapi-uploads.ts'

type AnyOperation = Command | Query
type Parameter = JsonObject & { name: string }

export function openApiOf(services: readonly ServiceContract[], version: string, names?: ReadonlyMap<string, string>): JsonObject {
  const components = new Components(names)
  const answers = new Answers(components)
  const operations: AnyOperation[] = services.flatMap(({ operations }) => [...operations])
  const paths: Record<string, JsonObject> = {}
  const tags = new Map<string, string>()
  const namesakes = Map.groupBy(operations, ({ name }) => operationId(name))

  for (const service of services) {
    for (const operation of service.operations as readonly AnyOperation[]) {
      const tag = tagOf(operation.path)
      if (!tags.has(tag)) tags.set(tag, `Owned by ${service.name}: ${lowerFirst(service.summary)}`)
      // What several services answer is told apart by their names.
      const alone = operationId(operation.name)
      const id = namesakes.get(alone)?.length === 1 ? alone : `${service.name}${pascal(operation.name)}`

      const described = describe(operation, { tag, id, answers, components, operations })
      if (operation.kind === 'command' && operation.upload) {
        Object.assign(paths, uploadPaths(operation, operation.upload, described, answers))
        continue
      }
      const path = openApiPath(operation.path)
      paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described }
    }
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Networked learning communities',
      version,
      summary: 'Who belongs, who leads what, who visits whom and when, and what professional learning was recognised.',
      description,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The gateway that serves this document.' }],
    tags: [...[...tags].map(([name, description]) => ({ name, description })), ...platformTags],
    paths: { ...paths, ...platformPaths(answers) },
    components: {
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          description: 'A client gets a token for itself, and exchanges a signed statement for one that acts for a person (RFC 8693).',
          flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: { ...scopes } } },
        },
      },
      parameters: parameterComponents,
      headers,
      responses: answers.shared(),
      schemas: components.all(),
    },
  }
}

interface Surroundings {
  tag: string
  id: string
  answers: Answers
  components: Components
  operations: readonly AnyOperation[]
}

function describe(operation: AnyOperation, { tag, id, answers, components, operations }: Surroundings): JsonObject {
  const parts = requestParts(operation)
  const body = operation.kind === 'command' && operation.upload ? undefined : requestBody(operation, parts, components)
  const text = [operation.description, emitted(operation)].filter(Boolean).join('\n\n')
  return {
    operationId: id,
    tags: [tag],
    summary: operation.summary,
    ...(text ? { description: text } : {}),
    security: operation.needs === 'public' ? [] : [{ oauth2: [operation.needs] }],
    ...listed('parameters', parametersOf(operation, parts, components)),
    ...(body ? { requestBody: body } : {}),
    responses: { ...success(operation, { components, operations }), ...answers.refusals(problemsOf(operation)) },
  }
}

function parametersOf(operation: AnyOperation, { path, query }: RequestParts, components: Components): Json[] {
  const inAddress = (place: 'path' | 'query', schema: RequestParts['path']): Parameter[] =>
    Object.entries(schema?.properties ?? {}).map(([name, property]) => {
      const { description, ...shown } = property as unknown as JsonObject
      return {
        name,
        in: place,
        ...(place === 'path' || requiredOf(schema).includes(name) ? { required: true } : {}),
        ...(typeof description === 'string' ? { description } : {}),
        schema: components.show(shown),
      }
    })
  const common = (name: keyof typeof parameterComponents) => ({ $ref: `#/components/parameters/${name}` })
  return [
    ...inAddress('path', path),
    ...inAddress('query', query),
    ...(operation.kind === 'command' && !operation.upload ? [common('IdempotencyKey')] : []),
    ...(operation.kind === 'command' && operation.ifMatch ? [common('IfMatch')] : []),
    ...(operation.kind === 'query' && operation.versioned ? [common('IfNoneMatch')] : []),
    ...(operation.kind === 'query' && operation.stream?.lastEventId ? [common('LastEventId')] : []),
  ]
}

function requestBody(operation: AnyOperation, { body, bodyOptional }: RequestParts, components: Components): JsonObject | undefined {
  if (!body) return undefined
  const schema = components.show(body, `${pascal(operation.name)}Request`)
  return { ...(bodyOptional ? {} : { required: true }), content: { 'application/json': { schema } } }
}

function success(operation: AnyOperation, { components, operations }: Pick<Surroundings, 'components' | 'operations'>): JsonObject {
  const location = locationOf(operation, operations)
  const carried: JsonObject = {
    ...(operation.versioned ? { ETag: headerRef('ETag') } : {}),
    ...(location ? { Location: headerRef('Location') } : {}),
    ...(isPaged(operation) && operation.method === 'GET' ? { Link: headerRef('Link') } : {}),
    RateLimit: headerRef('RateLimit'),
    'RateLimit-Policy': headerRef('RateLimitPolicy'),
  }
  const streamed = operation.kind === 'query' ? operation.stream : undefined
  const content: JsonObject | undefined = streamed
    ? { [streamed.produces]: { schema: { type: 'string' } } }
    : operation.output
      ? { 'application/json': { schema: components.show(operation.output, `${pascal(operation.name)}Response`) } }
      : undefined
  const answer: JsonObject = { description: successWords[operation.status] ?? 'Done.', headers: carried, ...(content ? { content } : {}) }
  const unchanged: JsonObject = { description: 'Nothing newer than what `If-None-Match` names.', headers: carried }
  return { [operation.status]: answer, ...(operation.kind === 'query' && operation.versioned ? { 304: unchanged } : {}) }
}

const successWords: Record<number, string> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted: the work goes on.',
  204: 'Done; nothing to tell.',
}

const headerRef = (name: string): JsonObject => ({ $ref: `#/components/headers/${name}` })

const parameterComponents = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      "1 to 255 visible ASCII characters of the client's choice. A repeat within 7 days gets the first answer and changes nothing.",
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` that the change is based on; refused as `stale-version` where it changed since.',
    schema: { type: 'string', pattern: '^"\\d+"$', examples: ['"3"'] },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` that the client holds; 304 where that is the newest.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'The `id` of the last event that the client got: it goes on behind that one.',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
} satisfies Record<string, JsonObject>

const listed = (key: string, list: Json[]): JsonObject => (list.length > 0 ? { [key]: list } : {})

function emitted(operation: AnyOperation): string {
  if (operation.kind !== 'command' || operation.emits.length === 0) return ''
  return `Says ${operation.emits.map(({ name }) => `\`${name}\``).join(', ')}.`
}
