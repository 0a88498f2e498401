import { DissolveNetwork } from './dissolve-network.ts'
import {
  CoLeaderLeft,
  CoLeaderReplacementOverdue,
  CoLeadersReplaced,
  NetworkActivated,
  NetworkDissolved,
  NetworkFormed,
  NetworkResumed,
  NetworkRevised,
  NetworkSuspended,
  NetworkSustaining,
} from './events.ts'
import { GetNetwork } from './get-network.ts'
import { ListCoLeaderVacancies } from './list-co-leader-vacancies.ts'
import { ListCoLeaders } from './list-co-leaders.ts'
import { ListNetworks } from './list-networks.ts'
import { ReplaceCoLeaders } from './replace-co-leaders.ts'
import { ResumeNetwork } from './resume-network.ts'
import { ReviseNetwork } from './revise-network.ts'
import { StepDown } from './step-down.ts'
import { SuspendNetwork } from './suspend-network.ts'
import { SustainNetwork } from './sustain-network.ts'

export * from './dissolve-network.ts'
export * from './events.ts'
export * from './get-network.ts'
export * from './list-co-leader-vacancies.ts'
export * from './list-co-leaders.ts'
export * from './list-networks.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './replace-co-leaders.ts'
export * from './resume-network.ts'
export * from './revise-network.ts'
export * from './step-down.ts'
export * from './suspend-network.ts'
export * from './sustain-network.ts'

export const operations = [
  ListNetworks,
  GetNetwork,
  ReviseNetwork,
  SustainNetwork,
  SuspendNetwork,
  ResumeNetwork,
  DissolveNetwork,
  ListCoLeaders,
  ReplaceCoLeaders,
  StepDown,
  ListCoLeaderVacancies,
] as const
export const events = [
  NetworkFormed,
  NetworkActivated,
  NetworkRevised,
  NetworkSustaining,
  NetworkSuspended,
  NetworkResumed,
  NetworkDissolved,
  CoLeadersReplaced,
  CoLeaderLeft,
  CoLeaderReplacementOverdue,
] as const
