import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { Plan, PlanBatch, PlanBatchId, PlanDifference, PlanId, PlanState } from './model.ts'
import { NoSuchPlan, NoSuchPlanBatch } from './problems.ts'

export const GetPlan = query('scheduling.get-plan', {
  summary: 'Get a plan',
  description: 'As co-leaders of its network and the national body see it.',
  needs: 'scheduling:read',
  http: 'GET /v1/plans/:planId',
  input: { planId: PlanId },
  output: Plan,
  problems: [NoSuchPlan],
})

const {
  demands: _,
  placements: __,
  pins: ___,
  exclusions: ____,
  conflicts: _____,
  activityIds: ______,
  changed: _______,
  ...short
} = Plan.properties

export const ListPlans = query('scheduling.list-plans', {
  summary: 'List a network’s plans',
  description: 'In the order in which they were asked for, without what they place.',
  needs: 'scheduling:read',
  http: 'GET /v1/networks/:networkId/plans',
  input: { networkId: NetworkId, state: Type.Optional(PlanState), ...paging },
  output: pageOf(Type.Object(short)),
  problems: [NoSuchNetwork],
})

export const ComparePlans = query('scheduling.compare-plans', {
  summary: 'Compare two plans',
  description: 'What is elsewhere, on another day, by others, or in one of the two alone. Both are plans that the caller sees.',
  needs: 'scheduling:read',
  http: 'GET /v1/plans/:planId/differences',
  input: { planId: PlanId, with: PlanId },
  output: Type.Object({
    items: Type.Array(PlanDifference),
    costBefore: Type.Optional(Type.Integer()),
    costAfter: Type.Optional(Type.Integer()),
  }),
  problems: [NoSuchPlan],
})

export const GetPlanBatch = query('scheduling.get-plan-batch', {
  summary: 'How far plans for all networks are',
  needs: 'national-body',
  http: 'GET /v1/plan-batches/:batchId',
  input: { batchId: PlanBatchId },
  output: PlanBatch,
  problems: [NoSuchPlanBatch],
})
