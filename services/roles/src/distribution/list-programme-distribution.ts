import { ListProgrammeDistribution, NoSuchDistribution, SeriesTooLong } from '@nlc/contracts/roles'
import { handle, isNationalBody } from '@nlc/runtime'
import { mostPoints, readSeries, seriesDays } from './read-series.ts'

export const listProgrammeDistribution = handle(
  ListProgrammeDistribution,
  async ({ programmeCode, firstDay, lastDay, by = 'term' }, { sql: db, caller, fail }) => {
    if (!isNationalBody(caller)) fail(NoSuchDistribution)
    const days = await seriesDays(db, firstDay, lastDay, by)
    if (firstDay > lastDay || days.length > mostPoints) fail(SeriesTooLong, { points: days.length })
    return { items: await readSeries(db, { programmeCode }, days) }
  },
)
