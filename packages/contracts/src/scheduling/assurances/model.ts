import Type from 'typebox'
import { CalendarDate, Id, Instant, Urn, Version } from '../../formats.ts'

export const AssuranceId = Type.String({ format: 'uuid', description: 'An employer’s assurance of checks.' })

/**
 * The employer's word that the checks that the law asks for are done, and until when it stands by it. Never a certificate, its number or
 * its result.
 */
export const assuranceTerms = {
  personId: Id,
  urn: Type.String({ ...Urn, description: 'The school where they work.' }),
  firstDay: CalendarDate,
  lastDay: Type.String({ ...CalendarDate, description: 'It counts; at most three years from the first.' }),
}

export const Assurance = Type.Object({
  id: AssuranceId,
  version: Version,
  ...assuranceTerms,
  withdrawnOn: Type.Optional(CalendarDate),
  givenBy: Id,
  givenAt: Instant,
})
