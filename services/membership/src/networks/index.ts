import { CoLeader, CoLeaderVacancy } from './co-leader.ts'
import { dissolveNetwork } from './dissolve-network.ts'
import { getNetwork } from './get-network.ts'
import { listCoLeaderVacancies } from './list-co-leader-vacancies.ts'
import { listCoLeaders } from './list-co-leaders.ts'
import { listNetworks } from './list-networks.ts'
import { Network } from './network.ts'
import { replaceCoLeaders } from './replace-co-leaders.ts'
import { reportOverdueReplacement } from './report-overdue-replacement.ts'
import { resumeNetwork } from './resume-network.ts'
import { reviseNetwork } from './revise-network.ts'
import { stepDown } from './step-down.ts'
import { suspendNetwork } from './suspend-network.ts'
import { sustainNetwork } from './sustain-network.ts'
import { watchCoLeader } from './watch-co-leader.ts'

export const handlers = [
  listNetworks,
  getNetwork,
  reviseNetwork,
  sustainNetwork,
  suspendNetwork,
  resumeNetwork,
  dissolveNetwork,
  listCoLeaders,
  replaceCoLeaders,
  stepDown,
  listCoLeaderVacancies,
] as const
export const entities = [Network, CoLeader, CoLeaderVacancy] as const
export const reactions = [] as const
export const works = [watchCoLeader, reportOverdueReplacement] as const
