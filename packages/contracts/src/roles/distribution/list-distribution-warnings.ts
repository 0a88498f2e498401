import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, pageOf, paging } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { ProgrammeCode } from '../../membership/programmes/model.ts'
import { DistributionWarning } from './model.ts'
import { NoSuchDistribution } from './problems.ts'

export const ListDistributionWarnings = query('roles.list-distribution-warnings', {
  summary: 'List the networks in which one school, one trust or head teachers dominate',
  description: 'The national body’s. A network is listed once, with its warnings.',
  needs: 'roles:read',
  http: 'GET /v1/leadership-distribution/warnings',
  input: { programmeCode: Type.Optional(ProgrammeCode), asAt: asOf.asAt, ...paging },
  output: pageOf(Type.Object({ networkId: NetworkId, warnings: Type.Array(DistributionWarning, { minItems: 1, maxItems: 3 }) })),
  problems: [NoSuchDistribution],
})
