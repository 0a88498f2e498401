import { NoSuchNetwork } from '@nlc/contracts/membership'
import { GetNetworkDistribution } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { readDistribution } from './read-distribution.ts'
import { watchesNetwork } from './watches-network.ts'

export const getNetworkDistribution = handle(GetNetworkDistribution, async ({ networkId, asAt }, { sql: db, caller, today, fail }) => {
  if (!(await watchesNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
  return readDistribution(db, { networkId }, asAt ?? today)
})
