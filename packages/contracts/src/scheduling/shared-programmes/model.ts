import Type from 'typebox'
import { AcademicYearOfThisCentury, Id, Instant, text, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'

export const SharedProgrammeId = Type.String({
  format: 'uuid',
  description: 'A programme that schools of a network run together for a year.',
})

export const SharedProgrammeKind = Type.Enum(['induction', 'middle-leaders', 'other'])

export const sharedProgrammeTerms = {
  kind: SharedProgrammeKind,
  title: Type.String({ ...text(200), description: 'No names.', examples: ['Joint induction'] }),
  academicYear: AcademicYearOfThisCentury,
  urns: Type.Array(Urn, {
    minItems: 2,
    maxItems: 60,
    uniqueItems: true,
    description: 'The schools at which its sessions are held in turn.',
  }),
  coordinatorIds: Type.Array(Id, {
    maxItems: 60,
    uniqueItems: true,
    description: 'Who plans it besides the co-leaders: the schools’ induction co-ordinators.',
  }),
}

export const SharedProgramme = Type.Object({
  id: SharedProgrammeId,
  version: Version,
  networkId: NetworkId,
  ...sharedProgrammeTerms,
  continues: Type.Optional(
    Type.String({ format: 'uuid', description: 'The programme of the year before that it carries on: who hosted then is remembered.' }),
  ),
  state: Type.Enum(['running', 'ended']),
  startedAt: Instant,
})

export const Participant = Type.Object({
  personId: Id,
  cohort: Type.Optional(Type.String({ ...text(60), examples: ['Primary'] })),
  enrolledAt: Instant,
  sessionsAttended: Type.Integer({ minimum: 0 }),
})
