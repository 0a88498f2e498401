import { GetNetworkDistribution } from './get-network-distribution.ts'
import { GetProgrammeDistribution } from './get-programme-distribution.ts'
import { ListDistributionWarnings } from './list-distribution-warnings.ts'
import { ListNetworkDistribution } from './list-network-distribution.ts'
import { ListProgrammeDistribution } from './list-programme-distribution.ts'

export * from './get-network-distribution.ts'
export * from './get-programme-distribution.ts'
export * from './list-distribution-warnings.ts'
export * from './list-network-distribution.ts'
export * from './list-programme-distribution.ts'
export * from './model.ts'
export * from './problems.ts'

export const operations = [
  GetNetworkDistribution,
  ListNetworkDistribution,
  GetProgrammeDistribution,
  ListProgrammeDistribution,
  ListDistributionWarnings,
] as const
export const events = [] as const
