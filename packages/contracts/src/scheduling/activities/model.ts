import Type from 'typebox'
import { Id, Instant, text, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { ActivityKind } from '../host-offers/model.ts'

export const ActivityId = Type.String({ format: 'uuid', description: 'What a network does together on a day.' })

/**
 * `held` by itself once its time is over. `closed`: who took part is recorded for good. What is rescheduled keeps its state, and says
 * how often it was.
 */
export const ActivityState = Type.Enum(['proposed', 'host-confirmed', 'published', 'held', 'closed', 'cancelled'])

/** What a visit is for. */
export const VisitPurpose = Type.Enum(['shadowing', 'coaching', 'mentoring', 'observation'])

export const PlaceKind = Type.Enum(['school', 'neutral', 'online'])

/** Where it is: at a school (`urn`), on neutral ground (`name`, and coordinates where travel is to be reckoned with), or online. */
export const ActivityPlace = Type.Object({
  kind: PlaceKind,
  urn: Type.Optional(Urn),
  name: Type.Optional(Type.String({ ...text(200), examples: ['Town hall'] })),
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
})

/** At most 600: what one day can take from teaching. */
const Minutes = Type.Integer({ minimum: 0, maximum: 600, examples: [300] })

/** What is said of it when it is proposed. Few of it has to be. */
export const activityTerms = {
  kind: ActivityKind,
  purpose: Type.Optional(VisitPurpose),
  title: Type.Optional(Type.String({ ...text(200), description: 'What it is about. No names.', examples: ['Autumn meeting'] })),
  place: ActivityPlace,
  startsAt: Instant,
  endsAt: Type.String({ ...Instant, description: 'Excluded; on the same day as its start, Europe/London.' }),
  capacity: Type.Integer({
    minimum: 1,
    maximum: 500,
    examples: [30],
    description: 'Places, without those of the host’s own staff who lead it.',
  }),
  needsPupils: Type.Optional(
    Type.Boolean({
      description: 'It is refused where no lessons are held. Absent: of a visit, a learning walk and a Super Learning Day yes, else no.',
    }),
  ),
  yearGroup: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 13, description: 'Of a Super Learning Day: its one year group; 0 is Reception.', examples: [8] }),
  ),
  inTurn: Type.Optional(
    Type.Boolean({
      description:
        'It is hosted by each school in turn, as termly meetings and the sessions of a programme are: refused at a school whose turn it is not. Absent: no.',
    }),
  ),
  minutes: Type.Optional(
    Type.Integer({ ...Minutes, description: 'What it takes out of a time allowance. Absent: from its start to its end, at most 600.' }),
  ),
}

/** Why it does not take place. The last four follow from something else. */
export const ActivityCancelReason = Type.Enum([
  'illness',
  'host-cannot',
  'too-few-bookings',
  'planned-otherwise',
  'other',
  'school-closed-on-day',
  'no-lessons-on-day',
  'school-left-network',
  'network-dissolved',
])
export const GivenActivityCancelReason = Type.Enum(['illness', 'host-cannot', 'too-few-bookings', 'planned-otherwise', 'other'])

export const CancelledBy = Type.Enum(['host', 'network', 'platform'])

export const Activity = Type.Object({
  id: ActivityId,
  version: Version,
  networkId: NetworkId,
  ...activityTerms,
  needsPupils: Type.Boolean(),
  minutes: Minutes,
  inTurn: Type.Boolean(),
  timetableSuspendedAt: Type.Optional(
    Type.String({ ...Instant, description: 'Of a Super Learning Day: when its host recorded that the timetable is suspended.' }),
  ),
  leaderId: Type.Optional(Type.String({ ...Id, description: 'Of a session of a programme: who leads it.' })),
  expertise: Type.Optional(Type.String({ ...text(200), description: 'Of a session of a programme: what its leader is expert in.' })),
  programmeId: Type.Optional(Type.String({ format: 'uuid', description: 'The programme of which it is a session.' })),
  state: ActivityState,
  timesRescheduled: Type.Integer({ minimum: 0 }),
  cancelledBy: Type.Optional(CancelledBy),
  cancelReason: Type.Optional(ActivityCancelReason),
  proposedBy: Type.Optional(Type.String({ ...Id, description: 'The person who proposed it. Absent: the national body.' })),
  proposedAt: Instant,
})

/** How many places there are, and how many wait for one. */
export const Places = Type.Object({
  activityId: ActivityId,
  capacity: Type.Integer({ minimum: 1 }),
  taken: Type.Integer({ minimum: 0 }),
  waiting: Type.Integer({ minimum: 0 }),
})
