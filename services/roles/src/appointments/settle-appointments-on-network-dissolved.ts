import { NetworkDissolved } from '@nlc/contracts/membership'
import { passGates, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { gates } from './gate.ts'
import { settlingEvents as emits, settleAppointments } from './settle-appointments.ts'

export const settleAppointmentsOnNetworkDissolved = react(
  'roles.settle-on-network-dissolved',
  { on: NetworkDissolved, emits },
  async ({ networkId }, change) => {
    await passGates(change.sql, { alone: [gates.network(networkId)] })
    await settleAppointments(change, sql`a.network_id = ${networkId}::uuid`)
  },
)
