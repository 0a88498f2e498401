import { NetworkNotInState, NetworkSustaining, NoSuchNetwork, SustainNetwork } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { lockNetwork } from './lock-network.ts'
import { readNetwork } from './read-network.ts'

export const sustainNetwork = handle(SustainNetwork, async ({ networkId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
  if (!isNationalBody(caller)) fail(NoSuchNetwork)
  const network = (await lockNetwork(em, networkId)) ?? fail(NoSuchNetwork)
  checkVersion(network)
  if (network.state !== 'active') fail(NetworkNotInState, { state: network.state, needed: ['active'] })

  network.sustain()
  emit(NetworkSustaining, { networkId: network.id, firstDay: today })
  await em.flush()
  return readNetwork(db, networkId)
})
