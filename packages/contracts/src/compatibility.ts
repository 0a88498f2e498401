/**
 * Would what the contracts say now break a client of the last release? Compares the documents, as a client reads them:
 * what it sends must still be taken, what it reads must still be there.
 */
import { isObject, type Json, type JsonObject } from './components.ts'
import { schemaBreaks } from './schema-compatibility.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']

/** One sentence per break; none: every client of `released` goes on working. A new version (`/v2`, `….v2`) is an addition. */
export function breakingChanges(
  released: { openapi?: JsonObject; asyncapi?: JsonObject },
  current: { openapi: JsonObject; asyncapi: JsonObject },
): string[] {
  return [
    ...(released.openapi ? operationBreaks(released.openapi, current.openapi) : []),
    ...(released.asyncapi ? eventBreaks(released.asyncapi, current.asyncapi) : []),
  ]
}

function operationBreaks(before: JsonObject, after: JsonObject): string[] {
  const breaks: string[] = []
  for (const [path, item] of entries(before.paths)) {
    for (const method of methods) {
      const was = at(item, method)
      if (!was) continue
      const is = at(at(after.paths, path), method)
      const where = `${method.toUpperCase()} ${path}`
      if (!is) breaks.push(`${where} is gone: keep it, and put what is new under the next version's path.`)
      else breaks.push(...oneOperation({ before, after }, was, is).map((fault) => `${where}: ${fault}`))
    }
  }
  return breaks
}

interface Both {
  before: JsonObject
  after: JsonObject
}

function oneOperation(documents: Both, was: JsonObject, is: JsonObject): string[] {
  return [
    ...securityBreaks(was, is),
    ...parameterBreaks(documents, was, is),
    ...bodyBreaks(documents, was, is),
    ...answerBreaks(documents, was, is),
  ]
}

function securityBreaks(was: JsonObject, is: JsonObject): string[] {
  const scopesOf = ({ security }: JsonObject) =>
    new Set(list(security).flatMap((entry) => Object.values(entry as JsonObject).flatMap((scopes) => scopes as string[])))
  const had = scopesOf(was)
  return [...scopesOf(is)].filter((scope) => !had.has(scope)).map((scope) => `it needs the scope ${scope}, which it did not.`)
}

function parameterBreaks({ before, after }: Both, was: JsonObject, is: JsonObject): string[] {
  const parametersOf = (document: JsonObject, { parameters }: JsonObject) =>
    new Map(
      list(parameters)
        .map((entry) => resolve(document, entry))
        .map((parameter) => [`${parameter.in} parameter ${parameter.name}`, parameter]),
    )
  const had = parametersOf(before, was)
  const has = parametersOf(after, is)
  const breaks: string[] = []
  for (const [name, parameter] of had) {
    const now = has.get(name)
    if (!now) breaks.push(`the ${name} is gone.`)
    else breaks.push(...schemaBreaks('sent', { before, after }, parameter.schema, now.schema).map((fault) => `the ${name}: ${fault}`))
    if (now?.required && !parameter.required) breaks.push(`the ${name} is required now.`)
  }
  for (const [name, { required }] of has) if (required && !had.has(name)) breaks.push(`the ${name} is new and required.`)
  return breaks
}

function bodyBreaks(documents: Both, was: JsonObject, is: JsonObject): string[] {
  const [had, has] = [at(was, 'requestBody'), at(is, 'requestBody')]
  if (!had) return has?.required ? ['it needs a body, which it did not.'] : []
  if (!has) return ['its body is gone.']
  const breaks = has.required && !had.required ? ['its body is required now.'] : []
  for (const [type, { schema }] of entries(had.content)) {
    const now = at(has.content, type)
    if (!now) breaks.push(`it does not take ${type} any more.`)
    else breaks.push(...schemaBreaks('sent', documents, schema, now.schema).map((fault) => `its body: ${fault}`))
  }
  return breaks
}

function answerBreaks(documents: Both, was: JsonObject, is: JsonObject): string[] {
  const breaks: string[] = []
  for (const [status, entry] of entries(was.responses)) {
    const now = at(is.responses, status)
    if (!now) {
      // A refusal that no longer happens hurts nobody; what means success must go on doing so.
      if (status.startsWith('2')) breaks.push(`it does not answer ${status} any more.`)
      continue
    }
    if (!status.startsWith('2')) continue
    const [had, has] = [resolve(documents.before, entry), resolve(documents.after, now)]
    for (const name of Object.keys((had.headers ?? {}) as JsonObject)) {
      if (!at(has.headers, name)) breaks.push(`its ${status} carries no ${name} any more.`)
    }
    for (const [type, { schema }] of entries(had.content)) {
      const content = at(has.content, type)
      if (!content) breaks.push(`its ${status} is not ${type} any more.`)
      else breaks.push(...schemaBreaks('read', documents, schema, content.schema).map((fault) => `its ${status}: ${fault}`))
    }
  }
  return [...breaks, ...problemBreaks(documents, was, is)]
}

/** A problem's name is stable for ever, so it keeps its status and its members wherever it is answered. */
function problemBreaks(documents: Both, was: JsonObject, is: JsonObject): string[] {
  const had = problemsIn(documents.before, was)
  return [...problemsIn(documents.after, is)].flatMap(([type, { status, schema }]) => {
    const before = had.get(type)
    if (!before) return []
    if (before.status !== status) return [`${type} has the status ${status}, and had ${before.status}.`]
    return schemaBreaks('read', documents, before.schema, schema).map((fault) => `${type}: ${fault}`)
  })
}

function problemsIn(document: JsonObject, operation: JsonObject): Map<string, { status: string; schema: JsonObject }> {
  const found = new Map<string, { status: string; schema: JsonObject }>()
  for (const [status, entry] of entries(operation.responses)) {
    const schema = at(at(resolve(document, entry).content, 'application/problem+json'), 'schema')
    if (!schema) continue
    for (const alternative of schema.oneOf ? list(schema.oneOf) : [schema]) {
      const problem = resolve(document, alternative)
      const { const: type } = at(problem.properties, 'type') ?? {}
      // A title is for people and may be put better.
      const { title: _, ...properties } = (problem.properties ?? {}) as JsonObject
      if (typeof type === 'string') found.set(type, { status, schema: { ...problem, properties } })
    }
  }
  return found
}

function eventBreaks(before: JsonObject, after: JsonObject): string[] {
  const [had, has] = [entries(at(before.components, 'messages')), at(after.components, 'messages')]
  return had.flatMap(([name, message]) => {
    const now = at(has, name)
    if (!now) return [`The event ${name} is gone: go on saying it, beside ${name}.v2.`]
    return schemaBreaks('read', { before, after }, message.payload, now.payload).map((fault) => `The event ${name}: ${fault}`)
  })
}

function resolve(document: JsonObject, node: Json | undefined): JsonObject {
  const { $ref } = (node ?? {}) as JsonObject
  if (typeof $ref !== 'string') return (node ?? {}) as JsonObject
  return $ref
    .slice(2)
    .split('/')
    .reduce<JsonObject>((parent, key) => at(parent, key) ?? {}, document)
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const entries = (value: Json | undefined): [string, JsonObject][] => Object.entries((value ?? {}) as JsonObject) as [string, JsonObject][]
const at = (value: Json | undefined, key: string): JsonObject | undefined => {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : undefined
}
