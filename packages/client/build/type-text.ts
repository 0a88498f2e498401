/** JSON Schema, as contracts use it, written as a TypeScript type. */

export type Schema = { readonly [keyword: string]: unknown }

/** @param indent of the line that it begins on. */
export function typeText(schema: Schema, indent = ''): string {
  const { $ref, enum: values, const: literal, anyOf, type, items, properties, patternProperties } = schema
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1)
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (literal !== undefined) return JSON.stringify(literal)
  if (Array.isArray(anyOf)) return anyOf.map((each) => typeText(each, indent)).join(' | ')
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return listOf(typeText(items as Schema, indent))
    case 'object':
      if (properties) return objectText(schema, indent)
      return `Record<string, ${typeText(Object.values((patternProperties ?? {}) as Record<string, Schema>)[0] ?? {}, indent)}>`
    case undefined:
      return 'unknown'
    default:
      throw new TypeError(`No contract has needed this schema yet: ${JSON.stringify(schema)}`)
  }
}

const listOf = (item: string): string => (/^[\w.]+$/.test(item) || item.startsWith('{') ? `${item}[]` : `(${item})[]`)

/** With what the schema says of each field as its comment. */
export function objectText({ properties, required = [] }: Schema, indent = ''): string {
  const fields = Object.entries(properties as Record<string, Schema>)
  if (fields.length === 0) return 'Record<never, never>'
  const inner = `${indent}  `
  const lines = fields.map(([name, field]) => {
    const optional = (required as string[]).includes(name) ? '' : '?'
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return `${comment(fieldWords(field), inner)}${inner}${key}${optional}: ${typeText(field, inner)}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

function fieldWords({ description, default: usual, minimum, maximum, maxItems, maxLength }: Schema): string {
  const range = minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}.` : ''
  return [
    description,
    range,
    maxItems !== undefined && `At most ${maxItems}.`,
    maxLength !== undefined && `At most ${maxLength} characters.`,
    usual !== undefined && `Default: ${usual}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** Lines of a doc comment, or nothing. */
export function comment(text: string, indent = ''): string {
  const lines = text.replaceAll('*/', '* /').split('\n')
  if (text === '') return ''
  if (lines.length === 1) return `${indent}/** ${text} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}
