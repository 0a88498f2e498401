/** Identifiers and formats that every service shares. */
import Type, { type TProperties, type TSchema } from 'typebox'

export const Id = Type.String({ format: 'uuid', description: 'UUIDv7.' })
/** Unique reference number of a school in the national register; immutable. */
export const Urn = Type.String({ pattern: '^\\d{6}$', examples: ['900001'], description: 'Unique reference number of a school.' })
export const LaCode = Type.String({ pattern: '^\\d{3}$', examples: ['909'], description: 'Code of a local authority.' })
export const EstablishmentNumber = Type.String({ pattern: '^\\d{4}$', description: 'Number of a school within its local authority.' })
/** Teacher reference number. Many role holders have none. */
export const Trn = Type.String({ pattern: '^(?!0{7})\\d{7}$', description: 'Teacher reference number.' })
export const Ukprn = Type.String({ pattern: '^\\d{8}$' })
/** A day in Europe/London, without a time. */
export const CalendarDate = Type.String({ format: 'date', examples: ['2026-09-01'] })
/** From 2000 to 2099: an academic year is reckoned from it. */
export const DayOfThisCentury = Type.String({ ...CalendarDate, pattern: '^20' })
/** RFC 3339, in UTC on the wire. */
export const Instant = Type.String({ format: 'date-time', examples: ['2026-09-01T08:00:00Z'] })
/** Raised by one with each change; also the `ETag`. */
export const Version = Type.Integer({ minimum: 1 })
export const AcademicYear = Type.String({ pattern: '^\\d{4}-\\d{2}$', examples: ['2026-27'] })
/** From 2000-01 to 2099-00. */
export const AcademicYearOfThisCentury = Type.String({ ...AcademicYear, pattern: '^20\\d{2}-\\d{2}$' })
/** A text that people wrote: no line of it may be only white space. */
export const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

/** Input of an operation that can be asked as of a day, and as it was known at an instant. */
export const asOf = {
  asAt: Type.Optional(Type.String({ format: 'date', description: 'As of this day (default: today).' })),
  asKnownAt: Type.Optional(Type.String({ format: 'date-time', description: 'As was known at this instant (default: now).' })),
}

/** Input of a list: `after` is the opaque `next` of the page before. */
export const paging = {
  after: Type.Optional(Type.String({ maxLength: 512, description: "The page before's `next`." })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

/** A list without `next` is at its end. */
export const pageOf = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) })

/** Input of a list that can be followed: pass the `updatedUntil` of the last answer. Expect repeats. */
export const following = {
  updatedSince: Type.Optional(Type.String({ format: 'date-time', description: "The last answer's `updatedUntil`; expect repeats." })),
}

/** `gone`: ids that left the caller's view since `updatedSince`. */
export const followedPageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Optional(Type.String()),
    updatedUntil: Type.String({ format: 'date-time' }),
    gone: Type.Optional(Type.Array(Type.String())),
  })

/** First and last day, both counted. No last day: open. */
export const period = { firstDay: CalendarDate, lastDay: Type.Optional(CalendarDate) } satisfies TProperties
