import { NoSuchNetwork } from '@nlc/contracts/membership'
import { ListNetworkDistribution, SeriesTooLong } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { mostPoints, readSeries, seriesDays } from './read-series.ts'
import { watchesNetwork } from './watches-network.ts'

export const listNetworkDistribution = handle(
  ListNetworkDistribution,
  async ({ networkId, firstDay, lastDay, by = 'term' }, { sql: db, caller, today, fail }) => {
    if (!(await watchesNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
    const days = await seriesDays(db, firstDay, lastDay, by)
    if (firstDay > lastDay || days.length > mostPoints) fail(SeriesTooLong, { points: days.length })
    return { items: await readSeries(db, { networkId }, days) }
  },
)
