import { askForPlan, askForPlans, cancelPlan, replan } from './ask-for-plan.ts'
import { makePlan } from './make-plan.ts'
import { publishPlan } from './publish-plan.ts'
import { comparePlans, getPlan, getPlanBatch, listPlans } from './read-plans.ts'

export const handlers = [askForPlan, askForPlans, replan, cancelPlan, publishPlan, getPlan, listPlans, comparePlans, getPlanBatch] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [makePlan] as const
