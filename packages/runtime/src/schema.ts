/** Validators and writers, compiled once per contract. */
import build from 'fast-json-stringify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'

const maxFaults = 20
// TypeBox stops at 8 unless told otherwise. It reports unknown fields one by one, and once more together.
Settings.Set({ maxErrors: maxFaults + 1 })

export interface Fault {
  at: string
  rule: string
  detail: string
}

export interface Reader {
  check(value: unknown): boolean
  /** Texts of an address or an environment as what the schema's fields ask for. A text that is no such thing stays, and is refused as such. */
  coerce(texts: Record<string, unknown>): Record<string, unknown>
  /** At most 20: what is wrong, where, and what to do. */
  faults(value: unknown): Fault[]
}

const readers = new WeakMap<TSchema, Reader>()

export function readerOf(schema: TSchema): Reader {
  const known = readers.get(schema)
  if (known) return known
  const validator = Compile(schema)
  const reader: Reader = {
    check: (value) => validator.Check(value) && unstorable(value) === undefined,
    coerce(texts) {
      const fields = (schema as Field).properties ?? {}
      return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, coerced(fields[name], text)]))
    },
    faults(value) {
      const faults = validator.Errors(value).flatMap(faultOf).slice(0, maxFaults)
      if (faults.length > 0) return faults
      const at = unstorable(value)
      return at === undefined ? [] : [{ at, rule: 'characters', detail: 'Leave out U+0000 and halves of surrogate pairs.' }]
    },
  }
  readers.set(schema, reader)
  return reader
}

interface Field {
  type?: string
  items?: Field
  properties?: Record<string, Field>
}

/** Exactly, and nothing by guess: TypeBox's own makes 1 of `true` and of `1.5`, and 0 of nothing. */
function coerced(field: Field | undefined, text: unknown): unknown {
  if (field?.type === 'array') return (Array.isArray(text) ? text : [text]).map((item) => coerced(field.items, item))
  if (typeof text !== 'string') return text
  switch (field?.type) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text
    case 'number':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    default:
      return text
  }
}

function faultOf({
  instancePath,
  keyword,
  params,
  message,
}: {
  instancePath: string
  keyword: string
  params: object
  message: string
}): Fault[] {
  const list = (key: string): string[] => ((params as Record<string, unknown>)[key] as string[] | undefined) ?? []
  switch (keyword) {
    case 'additionalProperties':
      return []
    // A value where the schema is `false`, which is where it allows no further field.
    case 'boolean':
      return [{ at: instancePath, rule: 'additionalProperties', detail: 'There is no such field: leave it out.' }]
    case 'required':
      return list('requiredProperties').map((name) => ({ at: instancePath + pointerTo(name), rule: keyword, detail: 'It is missing.' }))
    case 'enum':
      return [{ at: instancePath, rule: keyword, detail: `Must be one of: ${list('allowedValues').join(', ')}.` }]
    default:
      return [{ at: instancePath, rule: keyword, detail: `It ${message}.` }]
  }
}

/** A step of a JSON Pointer (RFC 6901, section 3). */
const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

/**
 * Where a text is that JSON can carry and no database can hold. It would be our fault there (a 500); it is the sender's here.
 * Called on what the schema accepts, so it is no deeper than the schema.
 */
function unstorable(value: unknown, at = ''): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0') ? undefined : at
  if (typeof value !== 'object' || value === null) return undefined
  for (const key in value) {
    const step = at + pointerTo(key)
    const found = unstorable(key, step) ?? unstorable((value as Record<string, unknown>)[key], step)
    if (found !== undefined) return found
  }
  return undefined
}

/** Writes what the schema names, and nothing else. */
export type Writer = (value: unknown) => string
const writers = new WeakMap<TSchema, Writer>()

export function writerOf(schema: TSchema): Writer {
  const known = writers.get(schema)
  if (known) return known
  const writer = build(schema as Parameters<typeof build>[0]) as Writer
  writers.set(schema, writer)
  return writer
}
