import { NetworkNotInState, NetworkRevised, NoSuchNetwork, ReviseNetwork } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { lockNetwork } from './lock-network.ts'
import { managesNetwork } from './manages-network.ts'
import { Network } from './network.ts'
import { readNetwork } from './read-network.ts'

export const reviseNetwork = handle(
  ReviseNetwork,
  async ({ networkId, name, focus, learningLevels }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    const network = (await lockNetwork(em, networkId)) ?? fail(NoSuchNetwork)
    if (!(await managesNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
    checkVersion(network)
    const { state } = network
    if (!Network.undissolved.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.undissolved] })

    const before = [network.name, network.focus, ...network.learningLevels].join('\n')
    if (name !== undefined) network.name = name
    if (focus !== undefined) network.focus = focus
    if (learningLevels !== undefined) network.learningLevels = [...learningLevels]
    if ([network.name, network.focus, ...network.learningLevels].join('\n') !== before) {
      emit(NetworkRevised, { networkId: network.id, learningLevels: network.learningLevels })
    }
    await em.flush()
    return readNetwork(db, networkId)
  },
)
