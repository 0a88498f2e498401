import { GetNetwork, NoSuchNetwork } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { asDecided } from './as-known.ts'
import { readNetworks } from './read-network.ts'

export const getNetwork = handle(GetNetwork, async ({ networkId, asAt, asKnownAt }, { sql: db, today, fail }) => {
  const [network] = await readNetworks(db, asDecided('network', asAt, asKnownAt, today), sql`where n.id = ${networkId}`)
  return network ?? fail(NoSuchNetwork)
})
