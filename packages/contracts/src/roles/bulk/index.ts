import { EndAppointments } from './end-appointments.ts'
import { BulkRunDone, BulkRunStarted, BulkRunStopped } from './events.ts'
import { GetBulkRun } from './get-bulk-run.ts'
import { ListBulkItems } from './list-bulk-items.ts'
import { ListBulkRuns } from './list-bulk-runs.ts'
import { RollOverAppointments } from './roll-over-appointments.ts'
import { StopBulkRun } from './stop-bulk-run.ts'

export * from './end-appointments.ts'
export * from './events.ts'
export * from './get-bulk-run.ts'
export * from './list-bulk-items.ts'
export * from './list-bulk-runs.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './roll-over-appointments.ts'
export * from './stop-bulk-run.ts'

export const operations = [RollOverAppointments, EndAppointments, StopBulkRun, GetBulkRun, ListBulkRuns, ListBulkItems] as const
export const events = [BulkRunStarted, BulkRunDone, BulkRunStopped] as const
