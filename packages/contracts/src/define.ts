/**
 * The contract language: command, query, event, problem. A contract is one value that many read: TypeScript's
 * types, the validators at both ends, the gateway's routes, OpenAPI, AsyncAPI and the list of problems.
 */
import Type, { type Static, type TObject, type TProperties, type TSchema } from 'typebox'

export type ServiceName = 'identity' | 'membership' | 'roles' | 'scheduling' | 'recognition' | 'subscriptions' | 'insights'
/** `<service>.<what>`, both in kebab case: `membership.issue-agreement`, `membership.agreement-issued`. */
export type ContractName = `${ServiceName}.${string}`
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** A method and a path of the gateway; `:name` takes its value from the input field of that name. */
export type Route = `${Method} /${string}`

/** What a client can be told when something is refused (RFC 9457). `details` are further members of its document. */
export interface Problem<Name extends string = string, Details extends TProperties = TProperties> {
  readonly kind: 'problem'
  readonly status: number
  readonly name: Name
  readonly title: string
  readonly details: TObject<Details>
}

/**
 * @param status HTTP status, 400 to 599.
 * @param name   kebab case, stable for ever; the document's `type` is `/problems/<name>`.
 * @param title  one sentence for people, the same for every occurrence.
 */
export function problem<const Name extends string, Details extends TProperties = Record<never, TSchema>>(
  status: number,
  name: Name,
  title: string,
  details?: Details,
): Problem<Name, Details> {
  return { kind: 'problem', status, name, title, details: Type.Object(details ?? ({} as Details)) }
}

/** Something that happened in the domain, committed together with the change that it tells of. */
export interface Event<Name extends ContractName = ContractName, Data extends TProperties = TProperties> {
  readonly kind: 'event'
  readonly name: Name
  readonly summary: string
  /** The kind of thing it is about (`network`); its events are numbered from 1 without gaps, per thing. */
  readonly aggregate: string
  /** The field of `data` that holds the id of that thing. */
  readonly aggregateId: string
  readonly data: TObject<Data>
}

/**
 * Ids, codes and dates only: names, TRNs and other personal data are fetched with authority, never broadcast.
 * `about` is `{ <aggregate>: '<field of data that holds its id>' }`.
 */
export function event<const Name extends ContractName, Data extends TProperties>(
  name: Name,
  { summary, about, data }: { summary: string; about: Record<string, keyof Data & string>; data: Data },
): Event<Name, Data> {
  const [[aggregate, aggregateId] = []] = Object.entries(about)
  if (!aggregate || !aggregateId) throw new TypeError(`${name}: about needs one entry, { aggregate: 'idField' }`)
  return { kind: 'event', name, summary, aggregate, aggregateId, data: lenient(Type.Object(data)) }
}

/** A resumable upload (tus 1.0) instead of a JSON body. */
export interface Upload {
  /** Media types that may be announced in the upload's `filetype`. */
  readonly accepts: readonly string[]
  readonly maxBytes: number
}

/** A body that the owning service streams instead of JSON. */
export interface Stream {
  readonly produces: string
  /** Of server-sent events: the input field that `Last-Event-ID` stands for; the header comes before the address. */
  readonly lastEventId?: string
}

interface Operation<
  Name extends ContractName,
  Input extends TProperties,
  Output extends TSchema | undefined,
  Problems extends readonly Problem[],
> {
  readonly name: Name
  readonly summary: string
  readonly description: string | undefined
  /** The scope that the caller's token must carry. `'public'`: no token is needed. */
  readonly needs: Scope | 'public'
  readonly method: Method
  /** With `:name` for parameters. */
  readonly path: string
  readonly parameters: readonly string[]
  readonly input: TObject<Input>
  readonly output: Output
  readonly problems: Problems
  /** HTTP status of a success. */
  readonly status: number
  /** The output has `version`: the answer carries it as its `ETag`. */
  readonly versioned: boolean
}

/** Changes something, or is refused as a whole. */
export interface Command<
  Name extends ContractName = ContractName,
  Input extends TProperties = TProperties,
  Output extends TSchema | undefined = TSchema | undefined,
  Emits extends readonly Event[] = readonly Event[],
  Problems extends readonly Problem[] = readonly Problem[],
> extends Operation<Name, Input, Output, Problems> {
  readonly kind: 'command'
  readonly emits: Emits
  /** `If-Match` is understood: the handler gets it as `expectedVersion`. */
  readonly ifMatch: boolean
  readonly upload: Upload | undefined
}

/** Reads, and changes nothing. */
export interface Query<
  Name extends ContractName = ContractName,
  Input extends TProperties = TProperties,
  Output extends TSchema | undefined = TSchema | undefined,
  Problems extends readonly Problem[] = readonly Problem[],
> extends Operation<Name, Input, Output, Problems> {
  readonly kind: 'query'
  readonly stream: Stream | undefined
}

export type AnyOperation = Command<ContractName, TProperties, TSchema | undefined> | Query<ContractName, TProperties, TSchema | undefined>

export function command<
  const Name extends ContractName,
  Input extends TProperties,
  Output extends TSchema | undefined = undefined,
  const Emits extends readonly Event[] = readonly [],
  const Problems extends readonly Problem[] = readonly [],
  const Uploaded extends Upload | undefined = undefined,
  const IfMatch extends boolean = false,
>(
  name: Name,
  contract: {
    /** One line in the imperative, as OpenAPI shows it. */
    summary: string
    description?: string
    needs: Scope | 'public'
    http: Route
    input: Input
    output?: Output
    emits: Emits
    problems: Problems
    /** Default: 201 for a `POST` that answers something, 204 where there is no output, else 200. */
    status?: 200 | 201 | 202 | 204
    ifMatch?: IfMatch
    upload?: Uploaded
  },
): Command<Name, Input, Output, Emits, Problems> & { readonly upload: Uploaded; readonly ifMatch: IfMatch } {
  const { upload, emits, ifMatch = false } = contract
  const status = contract.status ?? (contract.output === undefined ? 204 : contract.http.startsWith('POST ') ? 201 : 200)
  return { kind: 'command', ...operation(name, contract, status), emits, ifMatch: ifMatch as IfMatch, upload: upload as Uploaded }
}

export function query<
  const Name extends ContractName,
  Input extends TProperties,
  Output extends TSchema | undefined = undefined,
  const Problems extends readonly Problem[] = readonly [],
  const Streamed extends Stream | undefined = undefined,
>(
  name: Name,
  contract: {
    summary: string
    description?: string
    needs: Scope | 'public'
    /** `GET`; a `POST` only where the question does not fit into an address. */
    http: `GET /${string}` | `POST /${string}`
    input: Input
    output?: Output
    problems: Problems
    stream?: Streamed
  },
): Query<Name, Input, Output, Problems> & { readonly stream: Streamed } {
  return { kind: 'query', ...operation(name, contract, 200), stream: contract.stream as Streamed }
}

function operation<
  Name extends ContractName,
  Input extends TProperties,
  Output extends TSchema | undefined,
  Problems extends readonly Problem[],
>(
  name: Name,
  contract: {
    summary: string
    description?: string
    needs: Scope | 'public'
    http: Route
    input: Input
    output?: Output
    problems: Problems
  },
  status: number,
): Operation<Name, Input, Output, Problems> {
  const [method, path] = contract.http.split(' ') as [Method, string]
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter as string)
  for (const parameter of parameters) {
    if (!(parameter in contract.input)) throw new TypeError(`${name}: the path's :${parameter} is not in its input`)
  }
  const output = contract.output === undefined ? undefined : lenient(contract.output)
  return {
    name,
    summary: contract.summary,
    description: contract.description,
    needs: contract.needs,
    method,
    path,
    parameters,
    input: strict(Type.Object(contract.input)),
    output: output as Output,
    problems: contract.problems,
    status,
    versioned: output !== undefined && 'version' in ((output as { properties?: object }).properties ?? {}),
  }
}

/** All that a service can hear and say. */
export interface ServiceContract<
  Name extends ServiceName = ServiceName,
  Operations extends readonly AnyOperation[] = readonly AnyOperation[],
  Events extends readonly Event[] = readonly Event[],
> {
  readonly kind: 'service'
  readonly name: Name
  readonly summary: string
  readonly operations: Operations
  readonly events: Events
}

/** Every event that an operation emits must be among `events`; the rest is what reactions and work emit. */
export function service<
  const Name extends ServiceName,
  const Operations extends readonly AnyOperation[],
  const Events extends readonly Event[],
>(
  name: Name,
  { summary, operations, events }: { summary: string; operations: Operations; events: Events },
): ServiceContract<Name, Operations, Events> {
  const said = new Set<Event>(events)
  const names = new Set<string>()
  for (const contract of [...operations, ...events]) {
    if (!contract.name.startsWith(`${name}.`)) throw new TypeError(`${contract.name} does not belong to ${name}`)
    if (names.has(contract.name)) throw new TypeError(`${contract.name} is declared twice`)
    names.add(contract.name)
  }
  for (const { kind, name: operation, ...contract } of operations) {
    for (const emitted of kind === 'command' ? (contract as Command).emits : []) {
      if (!said.has(emitted)) throw new TypeError(`${operation} emits ${emitted.name}, which ${name} does not declare`)
    }
  }
  return { kind: 'service', name, summary, operations, events }
}

export type InputOf<O extends { input: TSchema }> = Static<O['input']>
export type DataOf<E extends Event> = Static<E['data']>
/** What a handler may return for a schema: instants may still be `Date`s, and more may be there than goes out. */
export type OutputOf<O extends { output: TSchema | undefined }> = O['output'] extends TSchema ? Writable<Static<O['output']>> : void
export type DetailsOf<P extends Problem> = Static<P['details']>

/** `T` before it is written as JSON. */
export type Writable<T> = T extends string
  ? T | (string extends T ? Date : never)
  : T extends readonly (infer Item)[]
    ? readonly Writable<Item>[]
    : T extends object
      ? { [K in keyof T]: Writable<T[K]> }
      : T

/** What clients send is read strictly: an unknown field is refused, never dropped. */
function strict<Schema extends TSchema>(schema: Schema): Schema {
  return eachObject(schema, (object) => ({ additionalProperties: false, ...object }))
}

/** What services say is written exactly and read ignoring unknown fields, so that a field can be added. */
function lenient<Schema extends TSchema>(schema: Schema): Schema {
  return eachObject(schema, ({ additionalProperties, ...object }) =>
    additionalProperties === false ? object : { ...object, ...(additionalProperties === undefined ? {} : { additionalProperties }) },
  )
}

function eachObject<Schema extends TSchema>(schema: Schema, change: (object: Record<string, unknown>) => Record<string, unknown>): Schema {
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    // TypeBox marks kinds and optionality by properties that are not enumerable: keep them.
    const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(node)) as Record<string, unknown>
    for (const [key, value] of Object.entries(node)) copy[key] = walk(value)
    if (copy.type !== 'object' || !copy.properties) return copy
    const changed = change(copy)
    for (const key of Object.getOwnPropertyNames(copy)) {
      const property = Object.getOwnPropertyDescriptor(copy, key)
      if (property && !property.enumerable) Object.defineProperty(changed, key, property)
    }
    return changed
  }
  return walk(schema) as Schema
}

/**
 * What a token may be good for. A scope opens an operation; whether the caller may see or change the very thing is
 * decided by its standing in the service.
 */
export const scopes = {
  'register:read': 'Read schools, local authorities, trusts, federations and partner organisations.',
  'register:write': "Import the national register and keep partner organisations. The national body's.",
  'people:read': 'Read people and their employments at schools that share with the client.',
  'people:write': 'Keep people, employments, governance terms and staff returns of those schools.',
  'networks:read': 'Read networks, applications, agreements and who belongs.',
  'networks:write': 'Apply, sign, invite, join and leave, as a person with the standing to do so.',
  'sharing:read': 'Read sharing agreements.',
  'sharing:write': 'Offer, sign and withdraw sharing agreements.',
  'roles:read': 'Read role definitions, vacancies, appointments, leadership groups and how leadership is distributed.',
  'roles:write': 'Offer, release, accept, change and end appointments, as a person with the standing to do so; post to the time ledger.',
  'scheduling:read': 'Read school calendars and offers to host.',
  'scheduling:write':
    'Keep the calendars of schools, trusts and local authorities, and offer to host, as a person with the standing to do so.',
  'recognition:read':
    'Read frameworks and centres; portfolios as the person whose they are, who coaches, judges or credits them; one’s own assignments, awards and records.',
  'recognition:write':
    'Keep one’s own portfolios, present them, attest, judge what one is asked to, and take awards along, as that person.',
  'subscriptions:read': "Read one's own subscriptions, mailboxes and delivery logs; the national body, why something was delivered.",
  'subscriptions:write': "Keep one's own subscriptions and the staff lists that messages are matched by.",
  'clients:read': "Read one's own registration; the national body, every client's.",
  'clients:write': "Register, rotate and suspend clients. The national body's.",
  'national-body': "Act for the national body: approve networks, decide, bulk work, operate. The national body's.",
} as const
export type Scope = keyof typeof scopes
