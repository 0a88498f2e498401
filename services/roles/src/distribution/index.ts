import { getNetworkDistribution } from './get-network-distribution.ts'
import { getProgrammeDistribution } from './get-programme-distribution.ts'
import { listDistributionWarnings } from './list-distribution-warnings.ts'
import { listNetworkDistribution } from './list-network-distribution.ts'
import { listProgrammeDistribution } from './list-programme-distribution.ts'

export const handlers = [
  getNetworkDistribution,
  listNetworkDistribution,
  getProgrammeDistribution,
  listProgrammeDistribution,
  listDistributionWarnings,
] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
