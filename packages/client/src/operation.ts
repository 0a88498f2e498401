/** An operation as it travels: what the client has to know of a contract when it runs. */
export interface Operation {
  /** Of the client: `membership`. */
  readonly service: string
  /** Of the service: `getSchool`. */
  readonly name: string
  readonly kind: 'command' | 'query'
  readonly verb: string
  /** With `:name` for what the input puts there. */
  readonly path: string
  /** Its answer has `items` and `next`. */
  readonly paged: boolean
  /** Its answer has `version`, which is its `ETag`, too. */
  readonly versioned: boolean
  /** It understands `If-Match`. */
  readonly ifMatch: boolean
  /** A resumable upload (tus 1.0). */
  readonly upload?: { readonly accepts: readonly string[]; readonly maxBytes: number }
  /** The media type of a body that is no JSON. */
  readonly stream?: string
  /** Names of the problems that its contract declares. */
  readonly problems: readonly string[]
}

export const titleOf = ({ service, name }: Pick<Operation, 'service' | 'name'>): string => `${service}.${name}`
