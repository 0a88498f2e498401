import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { Instant, pageOf, paging, text, Version } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { AwardMade } from '../awards/events.ts'
import { Dimension, DimensionCode, Edition, FrameworkCode, StageCode } from '../frameworks/model.ts'
import { IssuerKeyRotated } from '../issuing/index.ts'
import { PortfolioId } from '../portfolios/model.ts'
import {
  AppealDismissed,
  AssignmentEnded,
  JudgementGiven,
  ModerationBegun,
  PortfolioAwarded,
  PortfolioNotAwarded,
  PortfolioReferredBack,
} from '../presentations/events.ts'
import { PresentationId } from '../presentations/model.ts'

export const AssignmentId = Type.String({ format: 'uuid', description: 'That somebody is to judge a presentation.' })
export const Purpose = Type.Enum(['verification', 'moderation', 'appeal'])

/** Of one dimension: is each of its criteria met, in their order; and what is missing where one is not. */
export const DimensionJudgement = Type.Object({
  code: DimensionCode,
  criteriaMet: Type.Array(Type.Boolean(), { minItems: 1, maxItems: 12 }),
  comment: Type.Optional(text(5_000)),
})
const dimensions = Type.Array(DimensionJudgement, { minItems: 1, maxItems: 12, description: 'One of each dimension of the framework.' })

/** What somebody is to judge, and their own judgement once it is given. Of others’ it says nothing, nor how many there are. */
export const Assignment = Type.Object({
  id: AssignmentId,
  version: Version,
  presentationId: PresentationId,
  portfolioId: PortfolioId,
  frameworkCode: FrameworkCode,
  edition: Edition,
  stage: StageCode,
  criteria: Type.Array(Dimension, { description: 'The framework’s dimensions, by whose criteria it is judged.' }),
  purpose: Purpose,
  state: Type.Enum(['open', 'judged', 'ended']),
  assignedAt: Instant,
  judgedAt: Type.Optional(Instant),
  dimensions: Type.Optional(dimensions),
  /** Only with moderation and appeals: those come after the verifiers, and look at what they found. */
  judgedBefore: Type.Optional(Type.Array(Type.Object({ dimensions }))),
})

export const NoSuchAssignment = problem(404, 'no-such-assignment', 'There is no such assignment.')
export const JudgedAlready = problem(409, 'judged-already', 'A judgement is given once, and stays as it was given.')
export const AssignmentHasEnded = problem(409, 'assignment-ended', 'Somebody else judges this now.')
export const ConflictOfInterest = problem(
  409,
  'conflict-of-interest',
  'Nobody judges their own portfolio, one that they coach, or that of somebody with whom they share a workplace.',
)
export const OtherDimensions = problem(
  422,
  'other-dimensions',
  'A judgement has each dimension of the portfolio’s framework once, with an answer for each of its criteria.',
  { expected: Type.Array(Type.Object({ code: DimensionCode, criteria: Type.Integer() })) },
)
export const CommentMissing = problem(422, 'comment-missing', 'Where a criterion is not met, say what is missing.', {
  dimensions: Type.Array(DimensionCode),
})

export const ListAssignments = query('recognition.list-assignments', {
  summary: 'List what one is to judge, and has judged',
  needs: 'recognition:read',
  http: 'GET /v1/assignments',
  input: { state: Type.Optional(Assignment.properties.state), ...paging },
  output: pageOf(Assignment),
  problems: [NeedsPerson],
})

export const GetAssignment = query('recognition.get-assignment', {
  summary: 'Get what one is to judge',
  description: 'By who is to judge it. Until it is decided, they read the portfolio and its evidence, too.',
  needs: 'recognition:read',
  http: 'GET /v1/assignments/:assignmentId',
  input: { assignmentId: AssignmentId },
  output: Assignment,
  problems: [NoSuchAssignment],
})

export const GiveJudgement = command('recognition.give-judgement', {
  summary: 'Judge a presentation',
  description:
    'Of every dimension, by its criteria, once. Two judge without seeing each other’s judgement; where they differ about a dimension a third does, and two of three decide. ' +
    'What lacks nothing is awarded, after moderation where it is chosen for that.',
  needs: 'recognition:write',
  http: 'POST /v1/assignments/:assignmentId/judgement',
  input: { assignmentId: AssignmentId, dimensions },
  output: Assignment,
  emits: [
    JudgementGiven,
    ModerationBegun,
    IssuerKeyRotated,
    AwardMade,
    PortfolioAwarded,
    PortfolioReferredBack,
    PortfolioNotAwarded,
    AppealDismissed,
  ],
  problems: [NoSuchAssignment, JudgedAlready, AssignmentHasEnded, ConflictOfInterest, OtherDimensions, CommentMissing],
})

export const DeclineAssignment = command('recognition.decline-assignment', {
  summary: 'Decline to judge a presentation',
  description: 'By who was to judge it: they know somebody in it, or have no time. Another is assigned.',
  needs: 'recognition:write',
  http: 'POST /v1/assignments/:assignmentId/declining',
  input: { assignmentId: AssignmentId, reason: Type.Enum(['conflict-of-interest', 'no-time']) },
  output: Assignment,
  emits: [AssignmentEnded],
  problems: [NoSuchAssignment, JudgedAlready, AssignmentHasEnded],
  status: 200,
})

export const operations = [ListAssignments, GetAssignment, GiveJudgement, DeclineAssignment] as const
