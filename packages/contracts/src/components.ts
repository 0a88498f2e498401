/**
 * The schemas of a document, named. A schema that has a name becomes a component wherever it stands, so that a reader,
 * and whoever generates code, meets it once. Its name is its `title` in Pascal case (`School`), or what it is known as.
 */
export type Json = string | number | boolean | null | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

type Reference = { $ref: string }
interface Variant {
  readonly schema: JsonObject
  readonly references: Reference[]
}

const componentName = /^[A-Z][A-Za-z0-9]+$/
/** Keywords whose value is data, not a schema. */
const data = new Set(['enum', 'const', 'default', 'examples', 'required', 'title', 'description'])
const strictly = '"additionalProperties":false'
const leniently = (written: string): string => written.replaceAll(`,${strictly}`, '').replaceAll(`${strictly},`, '')

export class Components {
  readonly #known: ReadonlyMap<string, string>
  readonly #root = '#/components/schemas'
  readonly #titles = new Map<string, Map<string, Variant>>()

  /** @param known schema, as JSON → what it is called. */
  constructor(known: ReadonlyMap<string, string> = new Map()) {
    this.#known = known
  }

  /** The schema as a document shows it: its named parts are references. `as` names it where it has no name itself. */
  show(schema: unknown, as?: string): Json {
    return this.#show(JSON.parse(JSON.stringify(schema)) as Json, as)
  }

  /**
   * All that was shown by reference, by name; gives the references their names. What clients send is strict and what
   * we write is not, so one title can stand for both: then the strict one is called `<title>Input`.
   */
  all(): JsonObject {
    const named: [string, JsonObject][] = []
    for (const [title, variants] of this.#titles) {
      const strict = [...variants.keys()].filter((written) => written.includes(strictly))
      const alike = new Set([...variants.keys()].map(leniently))
      if (alike.size > 1)
        throw new TypeError(`Different schemas are called ${title}:\n${[...alike].map((written) => `  ${written}`).join('\n')}`)
      for (const [written, { schema, references }] of variants) {
        const name = variants.size > 1 && strict.includes(written) ? `${title}Input` : title
        if (this.#titles.has(name) && name !== title) throw new TypeError(`${title} is read and written, but ${name} is taken`)
        for (const reference of references) reference.$ref = `${this.#root}/${name}`
        named.push([name, schema])
      }
    }
    return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #show(node: Json, as?: string): Json {
    if (!isObject(node)) return this.#parts(node)
    const name = titleOf(node) ?? this.#known.get(leniently(JSON.stringify(node))) ?? as
    return name ? this.#keep(name, node) : this.#parts(node)
  }

  #keep(name: string, node: JsonObject): Reference {
    const written = JSON.stringify(node)
    const variants = this.#titles.get(name) ?? new Map<string, Variant>()
    this.#titles.set(name, variants)
    const variant = variants.get(written) ?? { schema: this.#parts(node) as JsonObject, references: [] }
    variants.set(written, variant)
    const reference = { $ref: '' }
    variant.references.push(reference)
    return reference
  }

  #parts(node: Json): Json {
    if (Array.isArray(node)) return node.map((item) => this.#show(item))
    if (!isObject(node)) return node
    const shown: JsonObject = {}
    for (const [key, value] of Object.entries(node)) {
      if (data.has(key)) shown[key] = value
      else if ((key === 'properties' || key === 'patternProperties') && isObject(value)) {
        shown[key] = Object.fromEntries(Object.entries(value).map(([field, schema]) => [field, this.#show(schema)]))
      } else shown[key] = this.#show(value)
    }
    // TypeBox writes an enum without its type; readers and generators want it said.
    if (Array.isArray(shown.enum) && !shown.type && shown.enum.every((value) => typeof value === 'string'))
      return { type: 'string', ...shown }
    return shown
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const titleOf = ({ title }: JsonObject): string | undefined => (typeof title === 'string' && componentName.test(title) ? title : undefined)
