import { NetworkNotInState, NetworkSuspended, NoSuchNetwork, SuspendNetwork } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { lockNetwork } from './lock-network.ts'
import { Network } from './network.ts'
import { readNetwork } from './read-network.ts'

export const suspendNetwork = handle(
  SuspendNetwork,
  async ({ networkId, reason }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    if (!isNationalBody(caller)) fail(NoSuchNetwork)
    const network = (await lockNetwork(em, networkId)) ?? fail(NoSuchNetwork)
    checkVersion(network)
    const { state } = network
    if (!Network.open.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.open] })

    network.suspend(reason)
    emit(NetworkSuspended, { networkId: network.id, firstDay: today, reason })
    await em.flush()
    return readNetwork(db, networkId)
  },
)
