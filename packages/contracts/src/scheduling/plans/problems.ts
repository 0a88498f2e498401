import Type from 'typebox'
import { problem } from '../../define.ts'
import { DayOfThisCentury } from '../../formats.ts'
import { OccasionName, PlanState } from './model.ts'

export const NoSuchPlan = problem(404, 'no-such-plan', 'There is no such plan.')
export const NoSuchPlanBatch = problem(404, 'no-such-plan-batch', 'No plans were asked for together by this id.')
export const MayNotPlan = problem(403, 'may-not-plan', 'A network is planned by its co-leaders and the national body.')
export const PlanDaysWrong = problem(
  422,
  'plan-days-wrong',
  'A plan begins tomorrow at the earliest, does not end before it begins, and lies in one academic year, since time is pooled in one.',
  { earliest: DayOfThisCentury, latest: DayOfThisCentury },
)
export const PlanDemandWrong = problem(422, 'plan-demand-wrong', 'A demand does not say what its kind needs, or says what it cannot.', {
  demand: Type.String(),
  fault: Type.Enum([
    'name-taken',
    'needs-role-or-people',
    'needs-purpose',
    'needs-programme-and-sessions',
    'needs-lead-and-candidates',
    'needs-pairs-candidates-and-year-group',
    'needs-period',
    'period-outside-of-plan',
    'ends-on-another-day',
    'no-such-person',
    'no-such-programme',
    'nobody-holds-the-role',
    'expertise-of-nobody',
    'field-of-another-kind',
  ]),
})
export const PlanDecisionWrong = problem(
  422,
  'plan-decision-wrong',
  'A pin names a school, a day or both, an exclusion also somebody to be chosen; and both name an occasion of the demands.',
  { occasion: OccasionName },
)
export const PlanTooLarge = problem(422, 'plan-too-large', 'These demands have more occasions than one plan can hold: split them.', {
  occasions: Type.Integer(),
  most: Type.Integer(),
})
export const PlanNotInState = problem(409, 'plan-not-in-state', 'The plan is in a state in which this cannot be done.', {
  state: PlanState,
  needed: Type.Array(PlanState),
})
export const PlanReplaced = problem(409, 'plan-superseded', 'Another plan that replans the same one is published already: replan that one.')
export const PlanOvertaken = problem(
  409,
  'plan-overtaken',
  'Something came in the way of the plan since it was made, so nothing of it is published: replan it.',
  { occasion: OccasionName, because: Type.String({ examples: ['host-busy'], description: 'The code of the problem that it has.' }) },
)
