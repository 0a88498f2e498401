import { query } from '../../define.ts'
import { asOf, Urn } from '../../formats.ts'
import { Signatories } from './model.ts'
import { NoSuchSchoolToSignFor } from './problems.ts'

export const ListSchoolSignatories = query('membership.list-school-signatories', {
  summary: 'List who may sign for a school',
  description:
    'Its head teachers by default, an executive head for each of several schools, and those to whom it was delegated, while they have a place at the ' +
    'school or its trust. While there is no head: the chair of governors, or without one the signatories of the trust.',
  needs: 'people:read',
  http: 'GET /v1/schools/:urn/signatories',
  input: { urn: Urn, asAt: asOf.asAt },
  output: Signatories,
  problems: [NoSuchSchoolToSignFor],
})
