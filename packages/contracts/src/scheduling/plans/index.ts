import { PlanAsked, PlanCancelled, PlanMade, PlanPublished, PlanSuperseded } from './events.ts'
import { AskForPlan, AskForPlans, CancelPlan, PublishPlan, Replan } from './keep-plans.ts'
import { ComparePlans, GetPlan, GetPlanBatch, ListPlans } from './read-plans.ts'

export * from './events.ts'
export * from './keep-plans.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-plans.ts'

export const operations = [
  AskForPlan,
  AskForPlans,
  Replan,
  CancelPlan,
  PublishPlan,
  GetPlan,
  ListPlans,
  ComparePlans,
  GetPlanBatch,
] as const
export const events = [PlanAsked, PlanMade, PlanCancelled, PlanPublished, PlanSuperseded] as const
