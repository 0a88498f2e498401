/** Validators and writers, compiled once per contract. */
import build from 'fast-json-stringify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

export interface Fault {
  at: string
  rule: string
  detail: string
}

export interface Reader {
  check(value: unknown): boolean
  /** Strings of an address as the numbers and booleans that the schema asks for. */
  coerce(value: unknown): unknown
  /** At most 20: what is wrong, where, and what to do. */
  faults(value: unknown): Fault[]
}

const readers = new WeakMap<TSchema, Reader>()

export function readerOf(schema: TSchema): Reader {
  const known = readers.get(schema)
  if (known) return known
  const validator = Compile(schema)
  const reader: Reader = {
    check: (value) => validator.Check(value),
    coerce: (value) => validator.Convert(value),
    faults: (value) =>
      validator
        .Errors(value)
        // TypeBox reports an unknown field twice: as such, and as a value that a schema `false` refuses.
        .filter(({ keyword, schemaPath }) => !(keyword === 'boolean' && schemaPath.endsWith('/additionalProperties')))
        .slice(0, 20)
        .flatMap(faultOf),
  }
  readers.set(schema, reader)
  return reader
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
      return list('additionalProperties').map((name) => ({
        at: `${instancePath}/${name}`,
        rule: keyword,
        detail: 'There is no such field: leave it out.',
      }))
    case 'required':
      return list('requiredProperties').map((name) => ({ at: `${instancePath}/${name}`, rule: keyword, detail: 'It is missing.' }))
    case 'enum':
      return [{ at: instancePath, rule: keyword, detail: `Must be one of: ${list('allowedValues').join(', ')}.` }]
    default:
      return [{ at: instancePath, rule: keyword, detail: `It ${message}.` }]
  }
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
