import { createHash } from 'node:crypto'

type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json }

/** SHA-256, in hex, over the JSON of RFC 8785: members sorted, no white space. */
export const digestOf = (value: object): string =>
  createHash('sha256')
    .update(canonical(value as Json))
    .digest('hex')

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}
