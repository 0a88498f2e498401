import type { DataOf } from '@nlc/contracts/define'
import type { NetworkFormed, NetworkResumed } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export type NetworkState = DataOf<typeof NetworkResumed>['state'] | 'suspended' | 'dissolved'

export interface KnownNetwork {
  readonly id: string
  readonly kind: DataOf<typeof NetworkFormed>['kind']
  readonly state: NetworkState
}

/** States in which a network does what it is for. */
export const running: NetworkState[] = ['active', 'sustaining']

export async function findNetwork(db: Sql, networkId: string): Promise<KnownNetwork | undefined> {
  const { rows } = await sql<KnownNetwork>`select id, kind, state from known_network where id = ${networkId}::uuid`.execute(db)
  return rows[0]
}
