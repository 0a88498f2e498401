import Type from 'typebox'
import { DayOfThisCentury, Id, Instant, text, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { RoleCode } from '../../roles/role-definitions/model.ts'
import { ActivityId, VisitPurpose } from '../activities/model.ts'
import { HostingWeekday } from '../host-offers/model.ts'
import { SharedProgrammeId } from '../shared-programmes/model.ts'

export const PlanId = Type.String({ format: 'uuid', description: 'A draft of who hosts what when.' })
export const PlanBatchId = Type.String({ format: 'uuid', description: 'Plans for all networks that were asked for at once.' })

/** What is planned. Development days are invitations to a whole town, and are not. */
export const PlannedKind = Type.Enum(['meeting', 'visit', 'session', 'learning-walk', 'super-learning-day'])

const Days = { firstDay: DayOfThisCentury, lastDay: Type.String({ ...DayOfThisCentury, description: 'It counts.' }) }
const Expertise = Type.String({ ...text(200), examples: ['Behaviour'], description: 'As the session asks for it.' })

/**
 * What must happen. Which fields belong to which kind: `people` (a role, or persons) to meetings and visits; `programmeId` and `sessions` to
 * sessions; `leadId` and `candidateIds` to a learning walk; `candidateIds`, `pairs` and `yearGroup` to a Super Learning Day.
 */
export const PlanDemand = Type.Object({
  name: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
    examples: ['termly-meeting'],
    description: 'Unique in its plan: occasions are named by it, `termly-meeting:1`.',
  }),
  kind: PlannedKind,
  title: Type.Optional(text(200)),
  startsAt: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', examples: ['09:00'], description: 'The time of day in Europe/London.' }),
  minutes: Type.Integer({ minimum: 15, maximum: 600, examples: [300], description: 'How long; it ends on the same day.' }),
  roleCode: Type.Optional(
    Type.String({ ...RoleCode, description: 'Whoever holds this role in the network takes part, out of its allowance.' }),
  ),
  personIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true, description: 'Who takes part, by name.' })),
  periods: Type.Optional(
    Type.Array(Type.Object(Days), {
      minItems: 1,
      maxItems: 12,
      description: 'One meeting, or `each` visits, in each. Absent: the terms that the plan covers.',
    }),
  ),
  each: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description: 'Visits of each person in each period. Absent: 1.' })),
  purpose: Type.Optional(VisitPurpose),
  differentHosts: Type.Optional(Type.Boolean({ description: 'Of visits: nobody goes to one school twice. Absent: yes.' })),
  programmeId: Type.Optional(SharedProgrammeId),
  sessions: Type.Optional(
    Type.Array(Type.Object({ ...Days, leaderId: Type.Optional(Id), expertise: Type.Optional(Expertise) }), {
      minItems: 1,
      maxItems: 24,
      description: 'In their order. Led by the person named, or by one of the host’s of those who have the expertise.',
    }),
  ),
  experts: Type.Optional(
    Type.Array(Type.Object({ personId: Id, expertise: Expertise }), {
      minItems: 1,
      maxItems: 100,
      description: 'Who can lead which session.',
    }),
  ),
  leadId: Type.Optional(Id),
  candidateIds: Type.Optional(
    Type.Array(Id, { minItems: 2, maxItems: 200, uniqueItems: true, description: 'Of whom its team or pairs are chosen.' }),
  ),
  size: Type.Optional(Type.Integer({ minimum: 3, maximum: 4, description: 'Of a walk’s team, its lead included. Absent: 3.' })),
  pairs: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  yearGroup: Type.Optional(Type.Integer({ minimum: 0, maximum: 13 })),
  preferredWeekdays: Type.Optional(
    Type.Array(HostingWeekday, { minItems: 1, maxItems: 5, uniqueItems: true, description: 'Others are taken where these do not do.' }),
  ),
})

export const OccasionName = Type.String({
  maxLength: 120,
  examples: ['termly-meeting:1'],
  description: '`<demand>:<number>`; of visits `<demand>:<person>:<number>`.',
})

/** That an occasion is at this school, on this day, or both: also how people move it. */
export const PlanPin = Type.Object({
  occasion: OccasionName,
  urn: Type.Optional(Urn),
  day: Type.Optional(DayOfThisCentury),
})
/** That an occasion is not at this school, not on this day, not there on that day; or that somebody is not chosen for it. */
export const PlanExclusion = Type.Object({
  occasion: OccasionName,
  urn: Type.Optional(Urn),
  day: Type.Optional(DayOfThisCentury),
  personId: Type.Optional(Id),
})
export const planDecisions = {
  pins: Type.Optional(Type.Array(PlanPin, { maxItems: 500 })),
  exclusions: Type.Optional(Type.Array(PlanExclusion, { maxItems: 500 })),
}

const Minutes = Type.Integer({ minimum: 0 })
export const PlanPlacement = Type.Object({
  occasion: OccasionName,
  kind: PlannedKind,
  title: Type.Optional(text(200)),
  urn: Type.String({ ...Urn, description: 'The host.' }),
  startsAt: Instant,
  endsAt: Instant,
  personIds: Type.Array(Id, { description: 'Who goes, those chosen included.' }),
  chosenIds: Type.Array(Id, { description: 'Who of them was chosen; of a Super Learning Day one pair after the other.' }),
  travelMinutes: Type.Integer({ ...Minutes, description: 'Of all who go, there and back.' }),
  nearest: Type.Optional(
    Type.Object(
      {
        urn: Urn,
        travelMinutes: Minutes,
        because: Type.Enum(['in-turn', 'even-share', 'different-hosts', 'taken-otherwise']),
      },
      { description: 'Where the ways would have been shortest, and why it is not there.' },
    ),
  ),
  gave: Type.Array(Type.Enum(['preferred-weekday']), { description: 'What had to give.' }),
})

export const PlanConflict = Type.Object(
  {
    elements: Type.Array(Type.String(), { description: 'Occasions, and pins as `pin:<number>`, counted from 0.' }),
    words: Type.String({ description: 'What cannot stand together, and what rules out where and when each could be.' }),
  },
  { description: 'Demands that cannot stand together: without any one of them, the others can.' },
)

/**
 * `planning`: it is being made. `impossible`: see `conflicts`. `undecided`: the work or time allowed was not enough to tell: ask for less.
 * `superseded`: one that replans it is published in its place.
 */
export const PlanState = Type.Enum(['planning', 'planned', 'impossible', 'undecided', 'cancelled', 'published', 'superseded'])

export const Plan = Type.Object({
  id: PlanId,
  version: Version,
  networkId: NetworkId,
  ...Days,
  seed: Type.Integer({ description: 'One seed and the same circumstances give the same plan.' }),
  demands: Type.Array(PlanDemand),
  pins: Type.Array(PlanPin),
  exclusions: Type.Array(PlanExclusion),
  replans: Type.Optional(Type.String({ format: 'uuid', description: 'The plan of which it changes as little as can be.' })),
  batchId: Type.Optional(PlanBatchId),
  state: PlanState,
  progress: Type.Optional(Type.Enum(['waiting', 'solving'], { description: 'While it is being made: it waits its turn, or is solved.' })),
  undecidedBecause: Type.Optional(
    Type.Enum(['work', 'time', 'failure'], {
      description:
        'What was not enough: the work that one plan may take, which is the same each time; the time, by the clock. Or it broke.',
    }),
  ),
  placements: Type.Array(PlanPlacement),
  cost: Type.Optional(
    Type.Integer({ ...Minutes, description: 'In minutes: ways, and what unpreferred days and uneven shares of visits count.' }),
  ),
  bound: Type.Optional(
    Type.Integer({ ...Minutes, description: 'No plan costs less: proved. Of one that replans, none that keeps as much.' }),
  ),
  gap: Type.Optional(Type.Number({ minimum: 0, description: '(cost − bound) ÷ cost. 0: there is none better.' })),
  changed: Type.Optional(
    Type.Array(OccasionName, { description: 'Of one that replans: what is elsewhere, on another day, or by others.' }),
  ),
  leastChanges: Type.Optional(Type.Integer({ minimum: 0, description: 'No plan changes fewer: proved.' })),
  conflicts: Type.Array(PlanConflict),
  activityIds: Type.Optional(Type.Array(ActivityId, { description: 'Once published: in the order of the placements.' })),
  askedBy: Type.Optional(Type.String({ ...Id, description: 'Absent: the national body.' })),
  askedAt: Instant,
})

export const PlanDifference = Type.Object({
  occasion: OccasionName,
  before: Type.Optional(Type.Object({ urn: Urn, startsAt: Instant, personIds: Type.Array(Id) })),
  after: Type.Optional(Type.Object({ urn: Urn, startsAt: Instant, personIds: Type.Array(Id) })),
})

export const PlanBatch = Type.Object({
  id: PlanBatchId,
  total: Type.Integer({ minimum: 0 }),
  planning: Type.Integer({ minimum: 0 }),
  planned: Type.Integer({ minimum: 0, description: 'Published and superseded ones included.' }),
  impossible: Type.Integer({ minimum: 0 }),
  undecided: Type.Integer({ minimum: 0 }),
  cancelled: Type.Integer({ minimum: 0 }),
})
