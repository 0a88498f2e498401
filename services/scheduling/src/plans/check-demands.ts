/** Whether demands say what their kind needs, and nothing that belongs to another. */
import type { DetailsOf } from '@nlc/contracts/define'
import { PlanDemandWrong } from '@nlc/contracts/scheduling'
import { minutesOf } from '../bookings/time-of-day.ts'
import { type Hindrance, hindrance } from '../hindrance.ts'
import type { PlanDemand } from './plan.ts'

type Fault = DetailsOf<typeof PlanDemandWrong>['fault']
type Field = keyof PlanDemand

const always: readonly Field[] = ['name', 'kind', 'title', 'startsAt', 'minutes', 'preferredWeekdays']
const fields: Record<PlanDemand['kind'], readonly Field[]> = {
  meeting: ['roleCode', 'personIds', 'periods'],
  visit: ['roleCode', 'personIds', 'periods', 'each', 'purpose', 'differentHosts'],
  session: ['programmeId', 'sessions', 'experts'],
  'learning-walk': ['leadId', 'candidateIds', 'size', 'periods'],
  'super-learning-day': ['candidateIds', 'pairs', 'yearGroup', 'periods'],
}

const midnight = 24 * 60

/** The first. Periods are there already. */
export function whatHindersDemands(
  demands: readonly PlanDemand[],
  plan: { readonly firstDay: string; readonly lastDay: string },
): Hindrance<typeof PlanDemandWrong> | undefined {
  const names = new Set<string>()
  for (const demand of demands) {
    const fault = names.has(demand.name) ? 'name-taken' : faultOf(demand, plan)
    if (fault) return hindrance(PlanDemandWrong, { demand: demand.name, fault })
    names.add(demand.name)
  }
  return undefined
}

function faultOf(demand: PlanDemand, plan: { readonly firstDay: string; readonly lastDay: string }): Fault | undefined {
  const { kind, periods, sessions, experts = [] } = demand
  const allowed = [...always, ...fields[kind]]
  if (Object.keys(demand).some((field) => !allowed.includes(field as Field))) return 'field-of-another-kind'
  if (startOf(demand) + demand.minutes > midnight) return 'ends-on-another-day'
  const missing = faultOfKind(demand)
  if (missing) return missing
  const days = kind === 'session' ? sessions! : periods!
  if (days.length === 0) return 'needs-period'
  if (days.some(({ firstDay, lastDay }) => lastDay < firstDay || firstDay < plan.firstDay || lastDay > plan.lastDay))
    return 'period-outside-of-plan'
  const known = new Set(experts.map(({ expertise }) => expertise))
  const asksInVain = sessions?.some(({ leaderId, expertise }) => leaderId === undefined && expertise !== undefined && !known.has(expertise))
  return asksInVain ? 'expertise-of-nobody' : undefined
}

function faultOfKind({ kind, ...demand }: PlanDemand): Fault | undefined {
  switch (kind) {
    case 'meeting':
    case 'visit':
      if ((demand.roleCode === undefined) === (demand.personIds === undefined)) return 'needs-role-or-people'
      return kind === 'visit' && demand.purpose === undefined ? 'needs-purpose' : undefined
    case 'session':
      return demand.programmeId === undefined || demand.sessions === undefined ? 'needs-programme-and-sessions' : undefined
    case 'learning-walk':
      return demand.leadId === undefined || demand.candidateIds === undefined ? 'needs-lead-and-candidates' : undefined
    case 'super-learning-day':
      return demand.pairs === undefined || demand.candidateIds === undefined || demand.yearGroup === undefined
        ? 'needs-pairs-candidates-and-year-group'
        : undefined
  }
}

/** From midnight. */
export const startOf = ({ startsAt }: PlanDemand): number => minutesOf(startsAt)

export const takesPeriods = ({ kind }: PlanDemand): boolean => kind !== 'session'
