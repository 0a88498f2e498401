import Type from 'typebox'
import { event } from '../../define.ts'
import { DayOfThisCentury } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { ActivityId } from '../activities/model.ts'
import { PlanId } from './model.ts'

const about = { plan: 'planId' } as const
const plan = { planId: PlanId, networkId: NetworkId, firstDay: DayOfThisCentury, lastDay: DayOfThisCentury }

export const PlanAsked = event('scheduling.plan-asked', {
  summary: 'A plan of who hosts what when is to be made.',
  about,
  data: { ...plan, replans: Type.Optional(PlanId) },
})

export const PlanMade = event('scheduling.plan-made', {
  summary: 'A plan was made, as a draft, or it was found that there is none.',
  about,
  data: { ...plan, outcome: Type.Enum(['planned', 'impossible', 'undecided']) },
})

export const PlanCancelled = event('scheduling.plan-cancelled', {
  summary: 'A plan is not to be made, or the draft was thrown away.',
  about,
  data: plan,
})

export const PlanSuperseded = event('scheduling.plan-superseded', {
  summary: 'A plan that replans it is published in its place.',
  about,
  data: plan,
})

export const PlanPublished = event('scheduling.plan-published', {
  summary: 'All that a plan places is proposed now, and published where the host’s offer covers it and nothing is missing.',
  about,
  data: { ...plan, activityIds: Type.Array(ActivityId) },
})
