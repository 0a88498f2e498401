/** Whether a schema of the last release still holds: for what clients send it may only widen, for what they read only narrow. */
import { isObject, type Json, type JsonObject } from './components.ts'

export type Direction = 'sent' | 'read'

interface Documents {
  before: JsonObject
  after: JsonObject
}

/** Keywords that bound a value: a sent one may not get a tighter bound. */
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
/** Keywords that a sent value may lose but not gain or change. */
const forms = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentMediaType']

/** @returns a sentence per break. */
export function schemaBreaks(direction: Direction, documents: Documents, was: Json | undefined, is: Json | undefined): string[] {
  return new Comparison(direction, documents).compare(was, is, '')
}

class Comparison {
  readonly #direction: Direction
  readonly #documents: Documents
  /** Pairs under way: a schema may hold itself. */
  readonly #open = new Set<string>()

  constructor(direction: Direction, documents: Documents) {
    this.#direction = direction
    this.#documents = documents
  }

  compare(was: Json | undefined, is: Json | undefined, where: string): string[] {
    if (!isObject(was) || !isObject(is)) return []
    const pair = `${was.$ref ?? ''} ${is.$ref ?? ''}`
    if (pair !== ' ' && this.#open.has(pair)) return []
    this.#open.add(pair)
    const breaks = this.#resolved(resolve(this.#documents.before, was), resolve(this.#documents.after, is), where)
    this.#open.delete(pair)
    return breaks
  }

  #resolved(was: JsonObject, is: JsonObject, where: string): string[] {
    const [before, after] = [alternatives(was), alternatives(is)]
    if (before.length > 1 || after.length > 1) return this.#alternatives(before, after, where)
    return [
      ...this.#type(was, is, where),
      ...this.#values(was, is, where),
      ...this.#bounds(was, is, where),
      ...this.#fields(was, is, where),
      ...this.compare(was.items, is.items, `${where}[]`),
    ]
  }

  /** Each that could be sent must be taken by one; each that can be read must be one that was there. */
  #alternatives(before: Json[], after: Json[], where: string): string[] {
    const fits = (was: Json, is: Json) => this.compare(was, is, where).length === 0
    return this.#direction === 'sent'
      ? before.filter((was) => !after.some((is) => fits(was, is))).map(() => `${named(where)} does not take an alternative that it took.`)
      : after.filter((is) => !before.some((was) => fits(was, is))).map(() => `${named(where)} can be something that it could not.`)
  }

  #type(was: JsonObject, is: JsonObject, where: string): string[] {
    const [had, has] = [typesOf(was), typesOf(is)]
    const [must, may] = this.#direction === 'sent' ? [had, has] : [has, had]
    const fits = may.size === 0 || (must.size > 0 && [...must].every((type) => may.has(type) || (type === 'integer' && may.has('number'))))
    return fits ? [] : [`${named(where)} is ${[...has].join(' or ') || 'anything'}, and was ${[...had].join(' or ') || 'anything'}.`]
  }

  #values(was: JsonObject, is: JsonObject, where: string): string[] {
    const [had, has] = [valuesOf(was), valuesOf(is)]
    if (this.#direction === 'sent') {
      if (!has) return []
      if (!had) return [`${named(where)} takes only ${has.join(', ')} now.`]
      return had.filter((value) => !has.includes(value)).map((value) => `${named(where)} does not take ${value} any more.`)
    }
    // A list of codes may grow, which readers are told to expect; what was one fixed value may not become another.
    if (was.const !== undefined && !(has?.length === 1 && had?.[0] === has[0]))
      return [`${named(where)} is not always ${had?.[0]} any more.`]
    return had && !has ? [`${named(where)} is not one of a list of codes any more.`] : []
  }

  #bounds(was: JsonObject, is: JsonObject, where: string): string[] {
    if (this.#direction === 'read') {
      return was.format !== undefined && was.format !== is.format
        ? [`${named(where)} has the format ${is.format ?? '(none)'}, and had ${was.format}.`]
        : []
    }
    const number = (value: Json | undefined, otherwise: number) => (typeof value === 'number' ? value : otherwise)
    return [
      ...lowerBounds.filter((key) => number(is[key], -Infinity) > number(was[key], -Infinity)),
      ...upperBounds.filter((key) => number(is[key], Infinity) < number(was[key], Infinity)),
      ...forms.filter((key) => is[key] !== undefined && is[key] !== false && is[key] !== was[key]),
    ].map((key) => `${named(where)} has ${key} ${is[key]}, and had ${was[key] ?? 'none'}.`)
  }

  #fields(was: JsonObject, is: JsonObject, where: string): string[] {
    const [had, has] = [(was.properties ?? {}) as JsonObject, (is.properties ?? {}) as JsonObject]
    const [needed, needs] = [(was.required ?? []) as string[], (is.required ?? []) as string[]]
    const breaks: string[] = []
    for (const [field, schema] of Object.entries(had)) {
      if (!(field in has)) breaks.push(`${where}/${field} is gone.`)
      else breaks.push(...this.compare(schema, has[field], `${where}/${field}`))
    }
    if (this.#direction === 'sent') {
      breaks.push(...needs.filter((field) => !needed.includes(field)).map((field) => `${where}/${field} is required, and was not.`))
      if (is.additionalProperties === false && was.additionalProperties !== false && was.properties)
        breaks.push(`${named(where)} refuses further fields now.`)
    } else {
      breaks.push(
        ...needed
          .filter((field) => field in has && !needs.includes(field))
          .map((field) => `${where}/${field} can be absent, and could not.`),
      )
    }
    if (isObject(was.additionalProperties)) breaks.push(...this.compare(was.additionalProperties, is.additionalProperties, `${where}/*`))
    return breaks
  }
}

function resolve(document: JsonObject, node: JsonObject): JsonObject {
  if (typeof node.$ref !== 'string') return node
  const found = node.$ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((parent, key) => (isObject(parent) ? parent[key] : undefined), document)
  return isObject(found) ? found : {}
}

const named = (where: string): string => where || 'it'
const alternatives = (schema: JsonObject): Json[] => ((schema.anyOf ?? schema.oneOf) as Json[] | undefined) ?? [schema]
const typesOf = ({ type }: JsonObject): Set<string> =>
  new Set(type === undefined ? [] : Array.isArray(type) ? (type as string[]) : [type as string])
const valuesOf = (schema: JsonObject): Json[] | undefined =>
  schema.const !== undefined ? [schema.const] : (schema.enum as Json[] | undefined)
