import Type from 'typebox'
import { command } from '../../define.ts'
import { DayOfThisCentury } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { ActivityCancelled, ActivityConfirmed, ActivityProposed, ActivityPublished } from '../activities/events.ts'
import { BookingAccepted, BookingCancelled, BookingInvited, BookingWaiting } from '../bookings/events.ts'
import { WalkTeamNamed } from '../learning-walks/events.ts'
import { PlanAsked, PlanCancelled, PlanPublished, PlanSuperseded } from './events.ts'
import { Plan, PlanBatch, PlanDemand, PlanId, planDecisions } from './model.ts'
import {
  MayNotPlan,
  NoSuchPlan,
  PlanDaysWrong,
  PlanDecisionWrong,
  PlanDemandWrong,
  PlanNotInState,
  PlanOvertaken,
  PlanReplaced,
  PlanTooLarge,
} from './problems.ts'

const asked = {
  firstDay: DayOfThisCentury,
  lastDay: Type.String({ ...DayOfThisCentury, description: 'It counts; in the academic year of the first.' }),
  demands: Type.Array(PlanDemand, { minItems: 1, maxItems: 20 }),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'Absent: 0.' })),
}

export const AskForPlan = command('scheduling.ask-for-plan', {
  summary: 'Have a term or a year planned',
  description:
    'A draft is made of who hosts what when: hosted in turn, when schools are open and offer it, within what people’s allowances have left, nobody ' +
    'in two places, with the shortest ways. By a co-leader of the network or the national body. It takes seconds: read the plan until it is not `planning`.',
  needs: 'scheduling:write',
  http: 'POST /v1/networks/:networkId/plans',
  input: { networkId: NetworkId, ...asked, ...planDecisions },
  output: Plan,
  emits: [PlanAsked],
  problems: [NoSuchNetwork, NeedsPerson, MayNotPlan, NetworkNotInState, PlanDaysWrong, PlanDemandWrong, PlanDecisionWrong, PlanTooLarge],
})

export const AskForPlans = command('scheduling.ask-for-plans', {
  summary: 'Have all networks of schools planned',
  description:
    'By the national body. Demands name roles, no people; a network in which nobody holds such a role is left out. Read the batch for its progress.',
  needs: 'national-body',
  http: 'POST /v1/plan-batches',
  input: asked,
  output: PlanBatch,
  emits: [PlanAsked],
  problems: [PlanDaysWrong, PlanDemandWrong],
})

export const Replan = command('scheduling.replan', {
  summary: 'Have a plan made anew with the fewest changes',
  description:
    'After something changed, or with other pins and exclusions, which are given whole: absent ones stay as they are. To move an occasion is to pin it where it is to be. ' +
    'The plan stays as it is; another is made beside it. Of one that is published, what took place stays, and what lies ahead is planned anew.',
  needs: 'scheduling:write',
  http: 'POST /v1/plans/:planId/replans',
  input: { planId: PlanId, ...planDecisions },
  output: Plan,
  emits: [PlanAsked],
  problems: [NoSuchPlan, PlanNotInState, PlanDecisionWrong, NetworkNotInState, PlanDaysWrong],
})

export const CancelPlan = command('scheduling.cancel-plan', {
  summary: 'Stop making a plan, or throw its draft away',
  needs: 'scheduling:write',
  http: 'POST /v1/plans/:planId/cancellation',
  input: { planId: PlanId },
  output: Plan,
  emits: [PlanCancelled],
  problems: [NoSuchPlan, PlanNotInState],
  status: 200,
  ifMatch: true,
})

export const PublishPlan = command('scheduling.publish-plan', {
  summary: 'Publish a plan',
  description:
    'At once or not at all. Each placement becomes an activity: confirmed where the host offered to host such a thing on that day, and then published where nothing is missing; ' +
    'else it waits for the host as any proposal does. Who is to go is invited; walks have their team, Super Learning Days their pairs. ' +
    'Where it replans one that is published, what stays where it was is left alone, and the rest is cancelled and proposed anew.',
  needs: 'scheduling:write',
  http: 'POST /v1/plans/:planId/publication',
  input: { planId: PlanId },
  output: Plan,
  emits: [
    PlanPublished,
    PlanSuperseded,
    ActivityCancelled,
    BookingCancelled,
    ActivityProposed,
    ActivityConfirmed,
    ActivityPublished,
    BookingInvited,
    BookingAccepted,
    BookingWaiting,
    WalkTeamNamed,
  ],
  problems: [NoSuchPlan, PlanNotInState, PlanReplaced, PlanOvertaken, NetworkNotInState],
  status: 200,
  ifMatch: true,
})
