/** A page's `next`, found in its bytes: a page is not parsed only to repeat one member of it in a header. */
import type { AnyOperation } from '@nlc/contracts/define'

const mark = Buffer.from(',"next":"')

/**
 * What must be there is written before what may be, so `next` comes after the list; a quote inside a text is escaped, so the
 * mark is no text's. Where something within the page has a member `next` of its own, it could be found instead: such pages are parsed.
 */
export function nextPage({ output }: AnyOperation): (page: Buffer) => string | undefined {
  const { properties } = JSON.parse(JSON.stringify(output)) as { properties: Record<string, unknown> }
  if (names(Object.values(properties)).has('next')) return (page) => JSON.parse(page.toString()).next
  return (page) => {
    const at = page.lastIndexOf(mark)
    if (at < 0) return undefined
    const from = at + mark.length
    const text = page.toString('latin1', from, page.indexOf('"', from))
    return text.includes('\\') ? JSON.parse(page.toString()).next : text
  }
}

/** Every member's name within a schema. */
function names(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found
  for (const [key, value] of Object.entries(schema)) {
    // Members of a map have whatever names there are.
    if (key === 'patternProperties') found.add('next')
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name)
    names(value, found)
  }
  return found
}
