/** Is an answer one that OpenAPI describes? For tests: what the document says is true of what the gateway does. */
import { Compile } from 'typebox/schema'
import { isObject, type Json, type JsonObject } from './components.ts'

export interface SeenAnswer {
  readonly method: string
  /** Path and query, without the host. */
  readonly url: string
  readonly status: number
  readonly contentType: string | null | undefined
  readonly body: string
}

/** @returns what does not agree with the document, a sentence each. */
export function answerFaults(openapi: JsonObject, { method, url, status, contentType, body }: SeenAnswer): string[] {
  const where = `${method} ${url.split('?')[0]} ${status}`
  const operation = operationAt(openapi, method, url)
  if (operation === 'no path') return status === 404 ? [] : [`${where}: this address is not described`]
  if (operation === 'no method') return status === 405 ? [] : [`${where}: this method is not described`]
  const answer = resolve(openapi, (operation.responses as JsonObject)[status])
  if (!answer) return [`${where}: this status is not described`]

  const described = (answer.content ?? {}) as Record<string, JsonObject>
  if (method === 'HEAD' || body === '')
    return body === '' && method !== 'HEAD' && Object.keys(described).length > 0 ? [`${where}: a body is described, and there is none`] : []
  const type = contentType?.split(';')[0] ?? ''
  const content = described[type]
  if (!content) return [`${where}: ${type || 'a body without a type'} is not described`]
  if (!type.endsWith('json')) return []
  const [valid, errors] = validator(openapi, content.schema).Errors(JSON.parse(body))
  return valid ? [] : errors.map(({ instancePath, message }) => `${where}: ${instancePath || 'the body'} ${message}`)
}

/** The one with the fewest parameters goes first, as it does in the gateway. */
function operationAt(openapi: JsonObject, method: string, url: string): JsonObject | 'no path' | 'no method' {
  const path = url.split('?')[0] ?? ''
  const items = Object.entries(openapi.paths as Record<string, JsonObject>)
    .filter(([template]) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
  if (items.length === 0) return 'no path'
  for (const [, item] of items) {
    const operation = item[method.toLowerCase()] ?? (method === 'HEAD' ? item.get : undefined)
    if (isObject(operation)) return operation
  }
  return 'no method'
}

const validators = new WeakMap<JsonObject, ReturnType<typeof Compile>>()

/** The document goes along, as the root that references start from. */
function validator({ components }: JsonObject, schema: Json | undefined): ReturnType<typeof Compile> {
  const object = schema as JsonObject
  const known = validators.get(object)
  if (known) return known
  const compiled = Compile({ components, ...object } as never)
  validators.set(object, compiled)
  return compiled
}

function resolve(document: JsonObject, node: Json | undefined): JsonObject | undefined {
  if (!isObject(node)) return undefined
  if (typeof node.$ref !== 'string') return node
  const found = node.$ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((parent, key) => (isObject(parent) ? parent[key] : undefined), document)
  return isObject(found) ? found : undefined
}
