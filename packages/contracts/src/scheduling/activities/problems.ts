import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Id, Instant, Urn } from '../../formats.ts'
import { SchoolDay } from '../calendars/model.ts'
import { ActivityId, ActivityState } from './model.ts'

export const NoSuchActivity = problem(404, 'no-such-activity', 'There is no such activity.')
export const ActivityNotInState = problem(409, 'activity-not-in-state', 'The activity is in a state in which this cannot be done.', {
  state: ActivityState,
  needed: Type.Array(ActivityState),
})
export const ActivityTimeWrong = problem(
  422,
  'activity-time-wrong',
  'An activity ends after it starts, on the same day in Europe/London, and lies ahead, within two years.',
  { earliest: Instant, latest: Instant },
)
export const PlaceIncomplete = problem(
  422,
  'place-incomplete',
  'A school is named by its URN, neutral ground by a name, with both coordinates or none; online has neither.',
)
export const PlaceUnfit = problem(
  422,
  'place-unfit',
  'What needs pupils takes place at a school: a visit, a learning walk and a Super Learning Day always.',
)
export const PurposeOfVisit = problem(422, 'purpose-of-visit', 'A visit says what it is for, and nothing else does.')
export const NoPupilsOnDay = problem(
  409,
  'no-pupils-on-day',
  'It needs pupils, and on that day there are no lessons at that school, or it is not to be disturbed: take another day.',
  { urn: Urn, schoolDay: SchoolDay },
)
export const SchoolClosedOnDay = problem(409, 'school-closed-on-day', 'The school is closed on that day: take another day or place.', {
  urn: Urn,
  day: CalendarDate,
})
export const HostBusy = problem(
  409,
  'host-busy',
  'The school hosts as much as it offered to at that time: take another time, or ask it to offer more.',
  { urn: Urn, activityIds: Type.Array(ActivityId), capacity: Type.Integer() },
)
export const YearGroupOfDay = problem(422, 'year-group-of-day', 'A Super Learning Day names its one year group, and nothing else does.')
export const NotInTurn = problem(
  409,
  'not-in-turn',
  'It is hosted in turn: no school hosts again before every able one has, nor twice one after the other. Take one of those that are due.',
  { urn: Urn, due: Type.Array(Urn) },
)
export const InTurnAtSchool = problem(422, 'in-turn-at-school', 'What is hosted in turn takes place at a school.')
export const CapacityTaken = problem(409, 'capacity-taken', 'More places are taken already: cancel bookings first.', {
  taken: Type.Integer(),
})
export const ActivityNotOver = problem(409, 'activity-not-over', 'Its time is not over yet.', { endsAt: Instant })
export const MayNotPropose = problem(
  403,
  'may-not-propose',
  'Activities are proposed by co-leaders of the network and signatories of the school that hosts; a visit also by whoever holds a role in the network.',
  { personId: Type.Optional(Id) },
)
export const PublicationMissing = problem(
  409,
  'publication-missing',
  'Something has to be there before it is published: see to it, then publish.',
  {
    missing: Type.Enum(['timetable-suspension', 'pairs', 'walk-protocol', 'walk-team']),
  },
)
