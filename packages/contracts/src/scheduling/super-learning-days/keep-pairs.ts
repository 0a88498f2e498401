import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { TimetableSuspended } from '../activities/events.ts'
import { Activity, ActivityId } from '../activities/model.ts'
import { ActivityNotInState, NoSuchActivity } from '../activities/problems.ts'
import { BookingInvited } from '../bookings/events.ts'
import { BookingId, BookingState } from '../bookings/model.ts'
import { ActivityStarted, BookedAlready, NotOfNetwork } from '../bookings/problems.ts'

export const NotASuperLearningDay = problem(409, 'not-a-super-learning-day', 'This is about Super Learning Days alone.')
export const PairFromOneSchool = problem(
  409,
  'pair-from-one-school',
  'The two of a pair come from two different schools: name somebody of another.',
  { urn: Urn },
)
export const PairFromHost = problem(409, 'pair-from-host', 'Neither of a pair is of the school that hosts: they teach in another school.', {
  personId: Id,
  urn: Urn,
})
/** Two who teach together, each from another school. It stands where both have a place. */
export const Pair = Type.Object({
  id: Type.String({ format: 'uuid' }),
  activityId: ActivityId,
  stands: Type.Boolean(),
  members: Type.Array(Type.Object({ bookingId: BookingId, personId: Id, homeUrn: Urn, state: BookingState }), { minItems: 2, maxItems: 2 }),
})

export const SuspendTimetable = command('scheduling.suspend-timetable', {
  summary: 'Record that the timetable is suspended for a Super Learning Day',
  description: 'By whoever signs for the school that hosts. It is published only after that. Recorded again, it answers as before.',
  needs: 'scheduling:write',
  http: 'POST /v1/activities/:activityId/timetable-suspension',
  input: { activityId: ActivityId },
  output: Activity,
  emits: [TimetableSuspended],
  problems: [NoSuchActivity, NotASuperLearningDay, ActivityNotInState],
  status: 200,
  ifMatch: true,
})

export const AddPair = command('scheduling.add-pair', {
  summary: 'Name a pair of teachers for a Super Learning Day',
  description:
    'By a co-leader of the network, a signatory of the school that hosts, or the national body. Both are invited; from two different schools, neither of them the host.',
  needs: 'scheduling:write',
  http: 'POST /v1/activities/:activityId/pairs',
  input: { activityId: ActivityId, personIds: Type.Array(Id, { minItems: 2, maxItems: 2, uniqueItems: true }) },
  output: Pair,
  emits: [BookingInvited],
  problems: [
    NoSuchActivity,
    NotASuperLearningDay,
    ActivityNotInState,
    ActivityStarted,
    NoSuchPerson,
    BookedAlready,
    NotOfNetwork,
    PairFromOneSchool,
    PairFromHost,
  ],
})

export const ListPairs = query('scheduling.list-pairs', {
  summary: 'List the pairs of a Super Learning Day',
  description: 'For those who run it and those who are in one of them; in the order in which they were named.',
  needs: 'scheduling:read',
  http: 'GET /v1/activities/:activityId/pairs',
  input: { activityId: ActivityId },
  output: Type.Object({ items: Type.Array(Pair) }),
  problems: [NoSuchActivity],
})
