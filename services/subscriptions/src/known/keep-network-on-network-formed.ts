import { NetworkFormed } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

export const keepNetworkOnNetworkFormed = react('subscriptions.keep-network', { on: NetworkFormed }, async ({ networkId }, { sql: db }) => {
  await sql`insert into known_network (network_id) values (${networkId}) on conflict do nothing`.execute(db)
})
