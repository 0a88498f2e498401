/** An operation's input, from path, query string and body; checked by its contract before anybody is asked. */
import type { AnyOperation } from '@nlc/contracts/define'
import { requestParts } from '@nlc/contracts/http'
import { InvalidInput, UnknownRoute } from '@nlc/contracts/platform'
import { type Fault, readerOf, refuse } from '@nlc/runtime'
import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'

type Values = Record<string, unknown>

/** Compiled once per operation. @returns a function that gives the input as JSON. @throws Refusal `invalid-input` with every fault. */
export function inputReader(operation: AnyOperation): (request: FastifyRequest) => string {
  const { path, query, body } = requestParts(operation)
  const reader = readerOf(operation.input)
  const fromPath = coercions(path?.properties)
  const fromQuery = coercions(query?.properties)
  const inPath = new Set(operation.parameters)
  const takesBody = operation.method !== 'GET' && operation.method !== 'DELETE'

  return (request) => {
    const faults: Fault[] = []
    let input: Values = {}
    if (takesBody) {
      const sent = request.body === undefined ? {} : request.body
      if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
        return refuse(InvalidInput, { errors: [{ at: '', rule: 'type', detail: 'The body must be an object.' }] })
      for (const name of inPath)
        if (Object.hasOwn(sent, name)) faults.push(unknown(`/${name}`, 'It is in the address: leave it out of the body.'))
      input = sent as Values
    } else if (request.headers['transfer-encoding'] !== undefined || (request.headers['content-length'] ?? '0') !== '0') {
      faults.push(unknown('', 'This operation takes no body: leave it out.'))
    }
    const asked = request.query as Values
    for (const name in asked) {
      const coerce = fromQuery.get(name)
      if (coerce) input[name] = coerce(asked[name])
      else faults.push(unknown(`?${name}`))
    }
    const parameters = request.params as Values
    for (const [name, coerce] of fromPath) {
      // The router takes nothing for a part of the path.
      if (parameters[name] === '') refuse(UnknownRoute)
      input[name] = coerce(parameters[name])
    }

    if (!reader.check(input)) faults.push(...reader.faults(input).map((fault) => ({ ...fault, at: place(fault.at) })))
    return faults.length > 0 ? refuse(InvalidInput, { errors: faults }) : JSON.stringify(input)
  }

  /** A pointer into the input, as a place in the request. */
  function place(pointer: string): string {
    const [, field = ''] = pointer.split('/')
    if (inPath.has(field)) return `:${field}`
    return takesBody && body ? pointer : `?${field}`
  }
}

const unknown = (at: string, detail = 'There is no such field: leave it out.'): Fault => ({ at, rule: 'additionalProperties', detail })

/** Of a field in an address: its text as what the schema asks for. Text that is no such thing stays, and is refused as such. */
type Coerce = (value: unknown) => unknown

function coercions(fields: Record<string, TSchema> | undefined): Map<string, Coerce> {
  return new Map(Object.entries(fields ?? {}).map(([name, schema]) => [name, coercion(schema as Schema)]))
}

interface Schema {
  type?: string
  items?: Schema
}

function coercion({ type, items }: Schema): Coerce {
  switch (type) {
    case 'integer':
      return (value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)
    case 'number':
      return (value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value)
    case 'boolean':
      return (value) => (value === 'true' ? true : value === 'false' ? false : value)
    case 'array': {
      // `?id=a&id=b`; one alone is a list of one.
      const each = coercion(items ?? {})
      return (value) => (Array.isArray(value) ? value.map(each) : [each(value)])
    }
    default:
      return (value) => value
  }
}
