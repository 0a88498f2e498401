import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { BulkRun, BulkState } from './model.ts'

export const ListBulkRuns = query('roles.list-bulk-runs', {
  summary: 'List bulk work, the latest first',
  description: 'The national body sees all, a co-leader that of the own network.',
  needs: 'roles:read',
  http: 'GET /v1/bulk-runs',
  input: { networkId: Type.Optional(NetworkId), state: Type.Optional(BulkState), ...paging },
  output: pageOf(BulkRun),
  problems: [],
})
