import { NetworkNotInState, NetworkResumed, NoSuchNetwork, ResumeNetwork } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { lockNetwork } from './lock-network.ts'
import { readNetwork } from './read-network.ts'

export const resumeNetwork = handle(ResumeNetwork, async ({ networkId }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
  if (!isNationalBody(caller)) fail(NoSuchNetwork)
  const network = (await lockNetwork(em, networkId)) ?? fail(NoSuchNetwork)
  checkVersion(network)
  if (network.state !== 'suspended') fail(NetworkNotInState, { state: network.state, needed: ['suspended'] })

  emit(NetworkResumed, { networkId: network.id, firstDay: today, state: network.resume() })
  await em.flush()
  return readNetwork(db, networkId)
})
