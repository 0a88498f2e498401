import type { DataOf } from '@nlc/contracts/define'
import {
  NetworkActivated,
  NetworkDissolved,
  NetworkFormed,
  NetworkResumed,
  NetworkRevised,
  NetworkSuspended,
  NetworkSustaining,
} from '@nlc/contracts/membership'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepCoLeader } from './keep-co-leader-on-co-leader-told.ts'

type State = 'active' | 'sustaining' | 'suspended' | 'dissolved' | DataOf<typeof NetworkResumed>['state']

const enter = (db: Sql, networkId: string, state: State) =>
  sql`update known_network set state = ${state} where id = ${networkId}`.execute(db)

export const keepNetworkOnNetworkFormed = react(
  'known.keep-network',
  { on: NetworkFormed },
  async ({ networkId, kind, programmeCode, learningLevels, coLeaders }, { sql: db, event }) => {
    await sql`
      insert into known_network (id, kind, programme_code, state, learning_levels)
      values (${networkId}, ${kind}, ${programmeCode}, 'forming', ${learningLevels}::text[]) on conflict (id) do nothing`.execute(db)
    for (const coLeader of coLeaders) await keepCoLeader({ sql: db, event }, networkId, coLeader)
  },
)

export const keepNetworkOnNetworkActivated = react(
  'known.keep-network-activated',
  { on: NetworkActivated },
  async ({ networkId, kind, firstDay, coLeaders }, { sql: db, event }) => {
    await sql`
      insert into known_network (id, kind, state, active_from) values (${networkId}, ${kind}, 'active', ${firstDay})
      on conflict (id) do update set state = 'active', active_from = coalesce(known_network.active_from, excluded.active_from)`.execute(db)
    for (const coLeader of coLeaders) await keepCoLeader({ sql: db, event }, networkId, coLeader)
  },
)

export const keepNetworkOnNetworkRevised = react(
  'known.keep-network-revised',
  { on: NetworkRevised },
  async ({ networkId, learningLevels }, { sql: db }) => {
    await sql`update known_network set learning_levels = ${learningLevels}::text[] where id = ${networkId}`.execute(db)
  },
)

export const keepNetworkOnNetworkSustaining = react(
  'known.keep-network-sustaining',
  { on: NetworkSustaining },
  async ({ networkId }, { sql: db }) => void (await enter(db, networkId, 'sustaining')),
)

export const keepNetworkOnNetworkSuspended = react(
  'known.keep-network-suspended',
  { on: NetworkSuspended },
  async ({ networkId }, { sql: db }) => void (await enter(db, networkId, 'suspended')),
)

export const keepNetworkOnNetworkResumed = react(
  'known.keep-network-resumed',
  { on: NetworkResumed },
  async ({ networkId, state }, { sql: db }) => void (await enter(db, networkId, state)),
)

/** Its co-leaderships end with it: no event says so of each. */
export const keepNetworkOnNetworkDissolved = react(
  'known.keep-network-dissolved',
  { on: NetworkDissolved },
  async ({ networkId, lastDay }, { sql: db }) => {
    await sql`update known_network set state = 'dissolved', dissolved_on = ${lastDay} where id = ${networkId}`.execute(db)
    await sql`delete from known_co_leader where network_id = ${networkId} and first_day > ${lastDay}::date`.execute(db)
    await sql`
      update known_co_leader set last_day = ${lastDay}, reason = 'network-dissolved'
      where network_id = ${networkId} and (last_day is null or last_day > ${lastDay}::date)`.execute(db)
  },
)
