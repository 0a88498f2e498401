/** What the schemas are called: the names under which the aggregates' `model.ts` export them. */
import { glob } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isObject, type Json } from './src/components.ts'

/** Schema, as JSON → name. A name that stands for different schemas in different aggregates names none. */
export async function modelNames(): Promise<Map<string, string>> {
  const source = fileURLToPath(new URL('src', import.meta.url))
  const schemas = new Map<string, Set<string>>()
  const files: string[] = []
  for await (const file of glob('*/*/model.ts', { cwd: source })) files.push(file)
  for (const file of files.sort()) {
    for (const [name, value] of Object.entries(
      (await import(/* @vite-ignore */ new URL(`src/${file}`, import.meta.url).href)) as Record<string, unknown>,
    )) {
      if (typeof value !== 'object' || !isComponent(value as Json)) continue
      schemas.set(name, (schemas.get(name) ?? new Set()).add(JSON.stringify(value)))
    }
  }
  const names = new Map<string, string>()
  for (const [name, [schema, ...others]] of schemas) {
    if (schema !== undefined && others.length === 0 && !names.has(schema)) names.set(schema, name)
  }
  return names
}

/** Objects and lists of codes; what is simpler reads better where it stands. */
const isComponent = (schema: Json): boolean =>
  isObject(schema) && ((schema.type === 'object' && isObject(schema.properties)) || Array.isArray(schema.enum))
