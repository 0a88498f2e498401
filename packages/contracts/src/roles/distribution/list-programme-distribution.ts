import Type from 'typebox'
import { query } from '../../define.ts'
import { ProgrammeCode } from '../../membership/programmes/model.ts'
import { Series, seriesInput } from './model.ts'
import { NoSuchDistribution, SeriesTooLong } from './problems.ts'

export const ListProgrammeDistribution = query('roles.list-programme-distribution', {
  summary: 'See how leadership over all networks was distributed over time',
  description: 'The national body’s: of one programme, or of all. The earliest first.',
  needs: 'roles:read',
  http: 'GET /v1/leadership-distribution/series',
  input: { programmeCode: Type.Optional(ProgrammeCode), ...seriesInput },
  output: Series,
  problems: [NoSuchDistribution, SeriesTooLong],
})
