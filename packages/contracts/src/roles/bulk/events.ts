import Type from 'typebox'
import { event } from '../../define.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { BulkKind, BulkRunId } from './model.ts'

const about = { 'bulk-run': 'bulkRunId' } as const
const run = { bulkRunId: BulkRunId, kind: BulkKind, dryRun: Type.Boolean(), networkId: Type.Optional(NetworkId) }
const counts = {
  done: Type.Integer({ minimum: 0 }),
  refused: Type.Integer({ minimum: 0 }),
  nothingToDo: Type.Integer({ minimum: 0 }),
}

export const BulkRunStarted = event('roles.bulk-run-started', {
  summary: 'Bulk work over appointments was started. What it does to each is told of that appointment.',
  about,
  data: { ...run, total: Type.Integer({ minimum: 0 }) },
})

export const BulkRunDone = event('roles.bulk-run-done', {
  summary: 'Bulk work over appointments is done.',
  about,
  data: { ...run, ...counts },
})

export const BulkRunStopped = event('roles.bulk-run-stopped', {
  summary: 'Bulk work over appointments was stopped; what was done by then is done.',
  about,
  data: { ...run, ...counts },
})
