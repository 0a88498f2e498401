import Type from 'typebox'
import { AcademicYear, CalendarDate, Id, Instant, text, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../appointments/model.ts'

/**
 * What the time would otherwise have been. Only `teaching` is spent. `inset`, `evening`, `governor` and `guest` spend nothing. `ppa`
 * (planning, preparation and assessment) and `early-career-induction` are protected: they cannot be spent.
 */
export const TimeTakenFrom = Type.Enum(['teaching', 'inset', 'evening', 'governor', 'guest', 'ppa', 'early-career-induction'])

/** At most ten hours: what one day can take from teaching. */
export const SpentMinutes = Type.Integer({ minimum: 1, maximum: 600, examples: [300] })

/** Unique among the postings of its source, for ever: who posts twice posts once. */
export const PostingReference = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '^\\S(.*\\S)?$',
  examples: ['visit-2026-11-12'],
  description: 'Your own reference of this posting. The same again answers with the posting that is there. No names: it is kept.',
})

export const PostingKind = Type.Enum(['spend', 'refund'])

export const TimePosting = Type.Object({
  id: Id,
  appointmentId: AppointmentId,
  academicYear: AcademicYear,
  kind: PostingKind,
  day: Type.String({ ...CalendarDate, description: 'Of a spend, the day on which the time is taken; of a refund, that of the spend.' }),
  minutes: Type.Integer({ minimum: 1 }),
  reference: PostingReference,
  spendId: Type.Optional(Type.String({ format: 'uuid', description: 'Of a refund: the spend of which it gives back.' })),
  postedBy: Type.Enum(['hand', 'service']),
  postedAt: Instant,
  overdraftId: Type.Optional(Type.String({ format: 'uuid', description: 'The overdraft that this spend brought about, if it did.' })),
})

/**
 * A school week: Monday to Sunday, with at least one weekday in a term and outside its half-term holiday. The whole of it accrues on
 * its first school day; each of its school days brings a fifth, on the conditions that hold on that day.
 */
export const WeekOfBalance = Type.Object({
  firstDay: Type.String({ ...CalendarDate, description: 'Its first school day.' }),
  schoolDays: Type.Integer({ minimum: 1, maximum: 5 }),
  accrued: Type.Integer({ minimum: 0, description: 'Minutes. The sum of the weeks is the whole: fractions are carried into the next.' }),
  spent: Type.Integer({
    minimum: 0,
    description: 'Minutes spent from this week’s first school day until the next week’s, less what came back.',
  }),
})

/** In minutes. It ends with the year: what is left on 31 August lapses. */
export const TimeBalance = Type.Object({
  appointmentId: AppointmentId,
  academicYear: AcademicYear,
  asAt: CalendarDate,
  accrued: Type.Integer({ minimum: 0, description: 'From 1 September to `asAt`, with the whole of the week that has begun.' }),
  granted: Type.Integer({ minimum: 0, description: 'By exceptions of the signatory, to `asAt`.' }),
  spent: Type.Integer({ minimum: 0, description: 'On days to `asAt`, less what came back.' }),
  balance: Type.Integer({ description: 'Accrued and granted, less spent. Negative: overdrawn.' }),
  available: Type.Integer({
    minimum: 0,
    description: 'What can be spent on `asAt`: no later day, on which something is spent already, may come to be overdrawn by it.',
  }),
  entitledInYear: Type.Integer({ minimum: 0, description: 'What accrues in the whole year, as things stand.' }),
  weeks: Type.Array(WeekOfBalance, { maxItems: 53, description: 'The school weeks that have begun by `asAt`.' }),
})

/**
 * `open`: the booking needs the signatory's exception. `excepted`: it was made, and grants the minutes. `unresolved`: 7 days went by
 * without one. `settled`: the minutes came back, or accrued after all.
 */
export const OverdraftState = Type.Enum(['open', 'excepted', 'unresolved', 'settled'])

export const OverdraftId = Type.String({ format: 'uuid', description: 'An overdraft of a time allowance.' })

export const Overdraft = Type.Object({
  id: OverdraftId,
  version: Version,
  appointmentId: AppointmentId,
  networkId: NetworkId,
  personId: Id,
  academicYear: AcademicYear,
  postingId: Id,
  day: CalendarDate,
  minutes: Type.Integer({ minimum: 0, description: 'Of the spend, those for which there was no time. 0 once settled.' }),
  state: OverdraftState,
  recordedAt: Instant,
  exceptBy: Type.String({ ...CalendarDate, description: 'The last day for an exception: the seventh after it was recorded.' }),
  reason: Type.Optional(text(500)),
})
