/** JSON as bodies may be: UTF-8, of bounded depth, without keys that reach into prototypes. */
import { InvalidInput, MalformedJson } from '@nlc/contracts/platform'
import { refuse } from '@nlc/runtime'
import type { FastifyInstance } from 'fastify'

const maxDepth = 32
const utf8 = new TextDecoder('utf-8', { fatal: true })
const [openBrace, closeBrace, openBracket, closeBracket, quote, backslash] = Buffer.from('{}[]"\\')

/** Of `application/json`, and of nothing else. */
export function takeJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) =>
    bytes.length === 0 ? undefined : parse(bytes),
  )
}

function parse(bytes: Buffer): unknown {
  if (depth(bytes) > maxDepth)
    refuse(InvalidInput, { errors: [{ at: '', rule: 'maxDepth', detail: `It is nested more than ${maxDepth} deep.` }] })
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch (cause) {
    refuse(MalformedJson, { detail: cause instanceof SyntaxError ? cause.message : 'It is not encoded in UTF-8.' })
  }
  // An escaped `__proto__` is one, too: look at what was parsed, not at the text.
  const at = poisoned(value, '')
  if (at !== undefined) refuse(InvalidInput, { errors: [{ at, rule: 'propertyNames', detail: 'A field cannot have this name.' }] })
  return value
}

function poisoned(value: unknown, at: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return `${at}/${key}`
    const found = poisoned((value as Record<string, unknown>)[key], `${at}/${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** How deep objects and lists are nested. Before parsing, so that depth costs nobody a stack. */
function depth(bytes: Buffer): number {
  let deepest = 0
  let open = 0
  let inString = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (inString) {
      if (byte === backslash) index += 1
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === openBrace || byte === openBracket) {
      open += 1
      if (open > deepest) deepest = open
    } else if (byte === closeBrace || byte === closeBracket) open -= 1
  }
  return deepest
}
