import Type from 'typebox'
import { CalendarDate, DayOfThisCentury, Id, Urn } from '../../formats.ts'
import { StaffCategory } from '../../membership/employments/model.ts'
import { NetworkId } from '../../membership/networks/model.ts'

/** Appointments in force on the day: accepted, begun, not ended, not paused (the one that covers a paused one counts in its place). */
const held = {
  appointments: Type.Integer({ minimum: 0 }),
  people: Type.Integer({ minimum: 0, description: 'Each counted once, however many roles they hold.' }),
  minutesPerWeek: Type.Integer({ minimum: 0, description: 'Of these appointments, before FTE.' }),
}
/** From 0 to 1, of all appointments. */
export const Proportion = Type.Number({ minimum: 0, maximum: 1, description: 'Of all appointments.' })

const share = { ...held, proportion: Proportion }

/**
 * Of appointments held through a school: among schools; or among trusts, where a school without a trust counts as itself.
 * Herfindahl-Hirschman index: the sum of the squares of the proportions. It lies above 0 and is 1 where one has everything; where `n`
 * have equally much it is 1/n, the least that n can have. 0 where there is nothing to distribute.
 */
export const Concentration = Type.Object({
  index: Type.Number({ minimum: 0, maximum: 1, description: 'Herfindahl-Hirschman index, to 4 places.' }),
  largest: Type.Number({ minimum: 0, maximum: 1, description: 'The proportion of the one that has most.' }),
  among: Type.Integer({ minimum: 0, description: 'How many have any.' }),
})

/** `unknown`: neither employed, nor a governor, nor of a partner organisation on that day, as far as this service knows. */
export const LeaderCategory = Type.Enum([...StaffCategory.enum, 'partner', 'unknown'])

export const WarningKind = Type.Enum(['one-school', 'one-trust', 'heads'])

export const DistributionWarning = Type.Object({
  kind: WarningKind,
  sentence: Type.String({ description: 'In plain English, with the numbers. Never names a person.' }),
  proportion: Proportion,
  threshold: Type.Number({ description: 'More than this proportion brings the warning.' }),
  urn: Type.Optional(Urn),
  groupId: Type.Optional(Type.String({ format: 'uuid', description: 'The trust.' })),
})

/** At most this many schools and trusts are listed, those with most appointments first; the rest is in `others`. */
export const mostListed = 100

export const Distribution = Type.Object({
  asAt: CalendarDate,
  networkId: Type.Optional(NetworkId),
  ...held,
  schoolsInNetwork: Type.Optional(Type.Integer({ minimum: 0, description: 'How many schools belong to the network on that day.' })),
  bySchool: Type.Array(Type.Object({ urn: Urn, ...share }), {
    maxItems: mostListed,
    description: 'Of appointments held through a school, those with most first.',
  }),
  byTrust: Type.Array(Type.Object({ groupId: Id, ...share }), {
    maxItems: mostListed,
    description: 'By the trust to which the school belongs on that day, or through which the role is held.',
  }),
  byCategory: Type.Array(Type.Object({ staffCategory: LeaderCategory, ...share })),
  heads: Type.Object(share, { description: 'Head teachers, executive heads among them.' }),
  earlyCareer: Type.Object(share, { description: 'Early-career teachers.' }),
  others: Type.Object({
    schools: Type.Integer({ minimum: 0, description: 'Schools with appointments that are not listed.' }),
    trusts: Type.Integer({ minimum: 0, description: 'Trusts with appointments that are not listed.' }),
    withoutSchool: Type.Integer({ minimum: 0, description: 'Appointments held through no school.' }),
    withoutTrust: Type.Integer({ minimum: 0, description: 'Appointments held through no trust.' }),
  }),
  schools: Concentration,
  trusts: Concentration,
  warnings: Type.Array(DistributionWarning, { maxItems: 3 }),
})

/** One point of a series. */
export const DistributionPoint = Type.Object({
  asAt: CalendarDate,
  ...held,
  schools: Concentration,
  trusts: Concentration,
  heads: Proportion,
  earlyCareer: Proportion,
  warnings: Type.Array(WarningKind),
})

export const SeriesBy = Type.Enum(['term', 'month'])

/** `by` month: as of the last day of each month. `by` term: as of the last day of each term, by the national default terms. */
export const seriesInput = {
  firstDay: DayOfThisCentury,
  lastDay: DayOfThisCentury,
  by: Type.Optional(Type.Enum(['term', 'month'], { default: 'term' })),
}
export const Series = Type.Object({ items: Type.Array(DistributionPoint, { maxItems: 60 }) })
