import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { Id, Instant, text, Urn } from '../../formats.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { ActivityId } from '../activities/model.ts'
import { ActivityNotInState, NoSuchActivity } from '../activities/problems.ts'
import { BookingCancelled, BookingInvited } from '../bookings/events.ts'
import { ActivityStarted, NotOfNetwork } from '../bookings/problems.ts'
import {
  WalkDebriefed,
  WalkFeedbackShared,
  WalkObservationRecorded,
  WalkProtocolAgreed,
  WalkStaffBriefed,
  WalkTeamNamed,
} from './events.ts'
import { LearningWalk, WalkObservation, WalkProtocol } from './model.ts'

export const NotALearningWalk = problem(409, 'not-a-learning-walk', 'This is about learning walks alone.')
export const WalkTeamWrong = problem(
  422,
  'walk-team-wrong',
  'A team is three or four people with the lead among them, with somebody of the school that hosts and somebody of another school.',
  { fromHost: Type.Integer(), fromElsewhere: Type.Integer(), hostUrn: Urn },
)
export const WalkStepMissing = problem(409, 'walk-step-missing', 'A step of the walk comes first: do it, then this.', {
  missing: Type.Enum(['protocol', 'team', 'staff-briefing', 'walk', 'debriefing']),
})
export const WalkStepDone = problem(409, 'walk-step-done', 'This step of the walk is done, and stays as it is.', {
  step: Type.Enum(['protocol', 'staff-briefing', 'debriefing', 'feedback']),
})
export const NamesSomebody = problem(
  422,
  'names-somebody',
  'What a walk records names classes and visits by number, never a teacher: leave the name out.',
  { found: Type.String({ description: 'What reads like a name.' }) },
)
export const WalkFull = problem(409, 'walk-full', 'A walk records 500 observations at most.', {
  recorded: Type.Integer(),
  earliest: Type.Optional(Instant),
})

const needs = 'scheduling:write'
const path = '/v1/activities/:activityId/walk'
const byWhom = 'By a co-leader of the network, a signatory of the school that hosts it, or the national body.'
const { focus, questions } = WalkProtocol.properties
const { visitNumber, classNumber, seen } = WalkObservation.properties

export const AgreeWalkProtocol = command('scheduling.agree-walk-protocol', {
  summary: 'Agree what a learning walk looks at',
  description: `${byWhom} Before it is published; it is never for appraisal. Said again, it replaces what was agreed, until the staff are briefed.`,
  needs,
  http: `PUT ${path}/protocol`,
  input: { activityId: ActivityId, focus, questions },
  output: LearningWalk,
  emits: [WalkProtocolAgreed],
  problems: [NoSuchActivity, NotALearningWalk, ActivityNotInState, WalkStepDone, NamesSomebody],
})

export const NameWalkTeam = command('scheduling.name-walk-team', {
  summary: 'Name the team of a learning walk',
  description: `${byWhom} Three or four, the lead among them, with the host and at least one other school. They are invited; who is left out is not any more.`,
  needs,
  http: `PUT ${path}/team`,
  input: { activityId: ActivityId, leadId: Id, memberIds: Type.Array(Id, { minItems: 3, maxItems: 4, uniqueItems: true }) },
  output: LearningWalk,
  emits: [WalkTeamNamed, BookingInvited, BookingCancelled],
  problems: [NoSuchActivity, NotALearningWalk, ActivityNotInState, ActivityStarted, NoSuchPerson, NotOfNetwork, WalkTeamWrong],
})

export const BriefStaff = command('scheduling.brief-staff', {
  summary: 'Record that the staff of the school are briefed',
  description: 'By whoever signs for the school. Nothing is recorded of a walk of which they were not.',
  needs,
  http: `POST ${path}/staff-briefing`,
  input: { activityId: ActivityId },
  output: LearningWalk,
  emits: [WalkStaffBriefed],
  problems: [NoSuchActivity, NotALearningWalk, ActivityNotInState, WalkStepMissing, WalkStepDone],
  status: 200,
})

export const RecordWalkObservation = command('scheduling.record-walk-observation', {
  summary: 'Record what was seen on a learning walk',
  description:
    'By a member of the team, from the start of the walk until it is debriefed. Classes and visits go by numbers; nobody is named.',
  needs,
  http: `POST ${path}/observations`,
  input: { activityId: ActivityId, visitNumber, classNumber, seen },
  output: WalkObservation,
  emits: [WalkObservationRecorded],
  problems: [NoSuchActivity, ActivityNotInState, WalkStepMissing, WalkStepDone, NamesSomebody, WalkFull],
})

export const DebriefWalk = command('scheduling.debrief-walk', {
  summary: 'Record that the team has talked over what it saw',
  description: 'By the lead of the walk, once it was held.',
  needs,
  http: `POST ${path}/debriefing`,
  input: { activityId: ActivityId },
  output: LearningWalk,
  emits: [WalkDebriefed],
  problems: [NoSuchActivity, ActivityNotInState, WalkStepMissing, WalkStepDone],
  status: 200,
})

export const ShareWalkFeedback = command('scheduling.share-walk-feedback', {
  summary: 'Share what the team of a learning walk learnt',
  description: 'By the lead of the walk, after the debriefing. Whoever sees the network sees it; nobody is named.',
  needs,
  http: `PUT ${path}/feedback`,
  input: { activityId: ActivityId, text: text(4000) },
  output: LearningWalk,
  emits: [WalkFeedbackShared],
  problems: [NoSuchActivity, WalkStepMissing, WalkStepDone, NamesSomebody],
})

export const GetLearningWalk = query('scheduling.get-learning-walk', {
  summary: 'Get how far a learning walk is',
  description: 'For whoever sees the network; who is in the team, and what it saw, for the team and those who run the walk alone.',
  needs: 'scheduling:read',
  http: `GET ${path}`,
  input: { activityId: ActivityId },
  output: LearningWalk,
  problems: [NoSuchActivity, NotALearningWalk],
})
