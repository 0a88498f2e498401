import type { EntitySchema } from '@mikro-orm/core'
import type { ServiceContract } from '@nlc/contracts/define'
import type { Handler, Reaction, Work } from './handle.ts'

/** A service: its contract, and what stands behind it. */
export interface Service {
  readonly contract: ServiceContract
  readonly entities: readonly (EntitySchema | (new () => object))[]
  /** Folders of `NNNN-what-it-does.sql`, run in order of their names. */
  readonly migrations: readonly URL[]
  readonly handlers: readonly Handler[]
  readonly reactions: readonly Reaction[]
  readonly works: readonly Work[]
}

/** The runtime itself answers uploads, and what every service is asked about itself. */
type Own = `${string}.list-parked` | `${string}.replay-parked`
type NamesOf<C extends ServiceContract> = C['operations'][number] extends infer O
  ? O extends { upload: object }
    ? never
    : O extends { name: infer N }
      ? Exclude<N, Own>
      : never
  : never
const isOwn = (name: string) => /\.(list|replay)-parked$/.test(name)

/** Every operation of the contract has a handler, or this does not compile: the type names the one that is missing. */
export function defineService<C extends ServiceContract, const Handlers extends readonly Handler[]>(
  contract: C,
  parts: {
    entities: Service['entities']
    migrations: readonly URL[]
    handlers: Handlers &
      (Exclude<NamesOf<C>, Handlers[number]['name']> extends never
        ? unknown
        : { 'has no handler': Exclude<NamesOf<C>, Handlers[number]['name']> })
    reactions?: readonly Reaction[]
    works?: readonly Work[]
  },
): Service {
  const handled = new Set(parts.handlers.map(({ name }) => name))
  for (const { name, ...operation } of contract.operations) {
    if (!handled.has(name) && !isOwn(name) && !('upload' in operation && operation.upload)) throw new TypeError(`${name} has no handler`)
  }
  return { contract, reactions: [], works: [], ...parts }
}
