/**
 * The shapes of code. A use case is one of: handle (an operation), react (to an event), work (what takes long or waits
 * for its time). None is given a way to call another service, so no transaction ever waits on a network.
 */

import type { EntityManager } from '@mikro-orm/postgresql'
import type { Command, ContractName, DataOf, DetailsOf, Event, InputOf, OutputOf, Problem, Query, Writable } from '@nlc/contracts/define'
import type { Kysely } from 'kysely'
import type { Static, TProperties, TSchema } from 'typebox'
import type { Caller } from './caller.ts'

/** SQL through Kysely's `sql` tag; inside a unit of work it is the transaction's. */
export type Sql = Kysely<unknown>

type DetailsArgument<P extends Problem> =
  Record<never, never> extends DetailsOf<P> ? [details?: DetailsOf<P> & { detail?: string }] : [details: DetailsOf<P> & { detail?: string }]

/** Refuses with one of the problems that the contract declares; `detail` is a sentence about this occurrence. */
export type Fail<Problems extends Problem> = <P extends Problems>(problem: P, ...details: DetailsArgument<P>) => never
/** Says one of the events that the contract declares; of `data`, what the event's schema names goes out. */
export type Emit<Events extends Event> = <E extends Events>(event: E, data: Writable<DataOf<E>>) => void
/** Has work done once this transaction is committed, at `runAt` (default: at once). The same `key` is queued once. */
export type Enqueue = <Input extends TProperties>(
  work: Work<string, Input>,
  input: Static<import('typebox').TObject<Input>>,
  options?: { key?: string; runAt?: Date },
) => Promise<string>

interface Moment {
  /** The domain's clock: the sandbox and tests can move it. */
  readonly now: Date
  /** `now` as a calendar date in Europe/London. */
  readonly today: string
}

export interface Change<Events extends Event> extends Moment {
  readonly em: EntityManager
  readonly sql: Sql
  readonly emit: Emit<Events>
  readonly enqueue: Enqueue
  /** A nudge to others in this process once it is committed. It is lost where the process ends: what must happen is work. */
  readonly afterCommit: (nudge: () => void) => void
  /**
   * Has `run` do its part once for all that the transaction gathers for it, in that order, before it commits: where many events take
   * effect in one transaction, what is read and written for each is then read and written for all in one statement.
   */
  readonly gather: <Item>(run: Gathered<Item>, item: Item) => void
}

/** One value for all who gather for it: items are gathered by its identity. */
export type Gathered<Item> = (items: readonly Item[], change: Change<never>) => Promise<void>

export interface CommandContext<C extends Command> extends Change<C['emits'][number]> {
  readonly caller: Caller
  readonly fail: Fail<C['problems'][number]>
  /** Of `If-Match`; `undefined` where the client sent none. */
  readonly expectedVersion: number | undefined
  /** Refuses with `stale-version` where the client named another version than the one that is there. */
  readonly checkVersion: (entity: { version: number }) => void
}

export interface QueryContext<Q extends Query> extends Moment {
  /** Outside any transaction, read-only. */
  readonly sql: Sql
  readonly caller: Caller
  readonly fail: Fail<Q['problems'][number]>
  /** Aborted when the service is to end: a stream that would go on for ever ends by itself. */
  readonly ending: AbortSignal
}

export interface ReactionContext<Events extends Event> extends Change<Events> {
  readonly event: { readonly id: string; readonly version: number; readonly recordedAt: Date }
}

/** Constraint of the database → the problem to answer where two writers met. */
export type Constraints<P extends Problem> = Record<string, P>

export interface Handler<Name extends string = string> {
  readonly shape: 'handle'
  readonly name: Name
  readonly contract: Command | Query
  readonly constraints: Constraints<Problem>
  // Contexts differ by contract; `handle()` below is what ties them together for the one who writes the handler.
  readonly run: (input: never, context: never) => unknown
}

/** Piece by piece, or a text that is there whole. */
export type Streamed = AsyncIterable<Uint8Array | string> | string

type AnswerOf<Q extends Query> = Q['output'] extends TSchema ? OutputOf<Q> : Streamed

export function handle<C extends Command<ContractName, TProperties, TSchema | undefined>, const Output extends OutputOf<C>>(
  contract: C,
  run: (input: InputOf<C>, context: CommandContext<C>) => Promise<Output>,
  options?: { constraints?: Constraints<C['problems'][number]> },
): Handler<C['name']>
export function handle<Q extends Query<ContractName, TProperties, TSchema | undefined>, const Output extends AnswerOf<Q>>(
  contract: Q,
  run: (input: InputOf<Q>, context: QueryContext<Q>) => Promise<Output>,
): Handler<Q['name']>
export function handle(
  contract: Command | Query,
  run: Handler['run'],
  { constraints = {} }: { constraints?: Constraints<Problem> } = {},
): Handler {
  return { shape: 'handle', name: contract.name, contract, constraints, run }
}

export interface Reaction<Name extends string = string, Events extends Event = Event> {
  readonly shape: 'react'
  readonly name: Name
  readonly on: Event
  readonly emits: readonly Events[]
  readonly run: (data: never, context: ReactionContext<Events>) => Promise<void>
}

/**
 * Changes our own database because of an event. Runs once in effect: in one transaction with the note that the event
 * was handled. Throw where an id is not known yet: the event is tried again, then parked.
 */
export function react<
  const Name extends ContractName | `known.${string}`,
  E extends Event,
  const Emits extends readonly Event[] = readonly [],
>(
  name: Name,
  { on, emits }: { on: E; emits?: Emits },
  run: (data: DataOf<E>, context: ReactionContext<Emits[number]>) => Promise<void>,
): Reaction<Name> {
  return { shape: 'react', name, on, emits: emits ?? [], run } as unknown as Reaction<Name>
}

/** What a step of work ends with: more to do now, more at a time, or done. */
export type Step<State> = { readonly state: State; readonly next: 'again' | 'done' | Date }

export interface WorkContext<Events extends Event> extends Change<Events> {
  readonly id: string
  /** 1 for the first try of this step; raised where a step threw. */
  readonly attempt: number
}

export interface Work<Name extends string = string, Input extends TProperties = TProperties> {
  readonly shape: 'work'
  readonly name: Name
  readonly input: Input
  readonly emits: readonly Event[]
  readonly maxAttempts: number
  readonly background: boolean
  readonly run: (input: never, state: never, context: never) => Promise<Step<unknown>>
  readonly gaveUp: ((input: never, context: never, cause: Error) => Promise<void>) | undefined
}

/**
 * What takes long or waits for its time. A step is one transaction with its events and the state to go on from; a
 * killed process loses at most the step under way. After `maxAttempts` failures of one step, `gaveUp` runs instead.
 * `background`: bulk work. It has a lane of its own, so nothing else waits for it; those who share that lane take turns where
 * each step ends with `next: now`.
 */
export function work<const Name extends ContractName, Input extends TProperties, State, const Emits extends readonly Event[] = readonly []>(
  name: Name,
  options: { input: Input; emits?: Emits; maxAttempts?: number; background?: boolean },
  run: (
    input: Static<import('typebox').TObject<Input>>,
    state: State | undefined,
    context: WorkContext<Emits[number]>,
  ) => Promise<Step<State>>,
  gaveUp?: (input: Static<import('typebox').TObject<Input>>, context: WorkContext<Emits[number]>, cause: Error) => Promise<void>,
): Work<Name, Input> {
  const { input, emits = [], maxAttempts = 5, background = false } = options
  return { shape: 'work', name, input, emits, maxAttempts, background, run, gaveUp } as unknown as Work<Name, Input>
}
