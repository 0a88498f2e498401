import type { Scope } from '@nlc/contracts/define'

export const clientKinds = ['national-body', 'integrator', 'mis-vendor'] as const
export type ClientKind = (typeof clientKinds)[number]

/** Who asks, as its token says. */
export interface Caller {
  /** The client's id. */
  readonly client: string
  readonly kind: ClientKind
  /** The person whom the client acts for (RFC 8693): the token's `sub`, the client being its `act`. */
  readonly person: string | undefined
  readonly scopes: ReadonlySet<Scope>
}

/** The national body itself: its client, acting for no person. */
export const isNationalBody = (caller: Caller): boolean =>
  caller.kind === 'national-body' && caller.person === undefined && caller.scopes.has('national-body')

/** Who asks without a token for what is public. */
export const anybody: Caller = { client: 'public', kind: 'integrator', person: undefined, scopes: new Set() }
