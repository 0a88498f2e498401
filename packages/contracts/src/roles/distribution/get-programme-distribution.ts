import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf } from '../../formats.ts'
import { ProgrammeCode } from '../../membership/programmes/model.ts'
import { Distribution } from './model.ts'
import { NoSuchDistribution } from './problems.ts'

export const GetProgrammeDistribution = query('roles.get-programme-distribution', {
  summary: 'See how leadership is distributed over all networks',
  description: 'The national body’s: of one programme, or of all.',
  needs: 'roles:read',
  http: 'GET /v1/leadership-distribution',
  input: { programmeCode: Type.Optional(ProgrammeCode), asAt: asOf.asAt },
  output: Distribution,
  problems: [NoSuchDistribution],
})
