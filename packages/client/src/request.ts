/** An operation's input, put into path, query and body as its contract has it. */
import { type Operation, titleOf } from './operation.ts'

type Input = Readonly<Record<string, unknown>>

/** @throws TypeError where the path lacks a value: the address would be another operation's. */
export function addressOf(operation: Operation, input: Input): { path: string; rest: Input } {
  const rest: Record<string, unknown> = { ...input }
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    delete rest[name]
    return segment(operation, name, input[name])
  })
  return { path, rest }
}

/** Path, query and JSON body. */
export function requestOf(operation: Operation, input: Input): { path: string; body: string | undefined } {
  const { path, rest } = addressOf(operation, input)
  if (operation.verb === 'GET' || operation.verb === 'DELETE') return { path: path + queryOf(rest), body: undefined }
  return { path, body: Object.keys(rest).length === 0 ? undefined : JSON.stringify(rest) }
}

/** A dot segment would be taken out of the address on its way. */
function segment(operation: Operation, name: string, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || text === '' || text === '.' || text === '..')
    throw new TypeError(`${titleOf(operation)} needs ${name}, a text that can stand in an address; got ${JSON.stringify(value)}.`)
  return encodeURIComponent(text)
}

/** A list repeats its name; what is undefined is not sent. */
function queryOf(fields: Input): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(name, String(each))
  }
  const text = query.toString()
  return text && `?${text}`
}
