import Type from 'typebox'
import { command, event, problem, query } from '../../define.ts'
import { text, Urn, Version } from '../../formats.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'

const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', examples: ['09:00'], description: 'In Europe/London.' })

/** One lesson of the day. */
export const LessonPeriod = Type.Object({
  label: Type.String({ ...text(40), examples: ['Period 1'] }),
  startsAt: TimeOfDay,
  endsAt: Type.String({ ...TimeOfDay, description: 'Excluded.' }),
})

export const Timetable = Type.Object({
  urn: Urn,
  version: Type.Optional(Type.Integer({ ...Version, description: 'Absent: the school has set none, and this is what is usual.' })),
  periods: Type.Array(LessonPeriod),
})

export const TimetableWrong = problem(
  422,
  'timetable-wrong',
  'Each period ends after it starts and begins when the one before has ended or later.',
  { label: Type.String() },
)

export const TimetableSet = event('scheduling.timetable-set', {
  summary: 'A school’s lessons are at these times now.',
  about: { timetable: 'urn' },
  data: { urn: Urn, periods: Type.Array(LessonPeriod) },
})

export const SetTimetable = command('scheduling.set-timetable', {
  summary: 'Say when a school’s lessons are',
  description:
    'Whole, in order. By the school’s signatory or the national body. Who goes somewhere while there are lessons is taken from teaching, and the lessons missed are named to whoever arranges cover. ' +
    'What was booked before stays as it was booked.',
  needs: 'scheduling:write',
  http: 'PUT /v1/schools/:urn/timetable',
  input: { urn: Urn, periods: Type.Array(LessonPeriod, { minItems: 1, maxItems: 20 }) },
  output: Timetable,
  emits: [TimetableSet],
  problems: [NoSuchSchool, TimetableWrong],
  ifMatch: true,
})

export const GetTimetable = query('scheduling.get-timetable', {
  summary: 'Get when a school’s lessons are',
  description: 'Where it has set none: from 9:00 to 15:30.',
  needs: 'scheduling:read',
  http: 'GET /v1/schools/:urn/timetable',
  input: { urn: Urn },
  output: Timetable,
  problems: [NoSuchSchool],
})
