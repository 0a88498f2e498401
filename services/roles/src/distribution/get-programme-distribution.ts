import { GetProgrammeDistribution, NoSuchDistribution } from '@nlc/contracts/roles'
import { handle, isNationalBody } from '@nlc/runtime'
import { readDistribution } from './read-distribution.ts'

export const getProgrammeDistribution = handle(
  GetProgrammeDistribution,
  async ({ programmeCode, asAt }, { sql: db, caller, today, fail }) => {
    if (!isNationalBody(caller)) fail(NoSuchDistribution)
    return readDistribution(db, { programmeCode }, asAt ?? today)
  },
)
