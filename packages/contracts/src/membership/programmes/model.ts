import Type from 'typebox'
import { text, Version } from '../../formats.ts'

export const ProgrammeCode = Type.String({
  pattern: '^[a-z][a-z0-9-]{1,39}$',
  examples: ['national'],
  description: 'Code of a programme, given by the national body.',
})

/** What the national body asks of the networks of a programme. */
export const programmeTerms = {
  name: text(120),
  minimumSchools: Type.Integer({ minimum: 2, maximum: 500, description: 'Fewest founding schools of a network of schools.' }),
  agreementMonths: Type.Integer({ minimum: 1, maximum: 120, description: 'For how many months a partnership agreement is in force.' }),
}

export const Programme = Type.Object({ code: ProgrammeCode, ...programmeTerms, version: Version })
