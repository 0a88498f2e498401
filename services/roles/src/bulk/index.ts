import { carryOutBulkRun } from './carry-out-bulk-run.ts'
import { endAppointments } from './end-appointments.ts'
import { getBulkRun } from './get-bulk-run.ts'
import { listBulkItems } from './list-bulk-items.ts'
import { listBulkRuns } from './list-bulk-runs.ts'
import { rollOverAppointments } from './roll-over-appointments.ts'
import { stopBulkRun } from './stop-bulk-run.ts'

export const handlers = [rollOverAppointments, endAppointments, stopBulkRun, getBulkRun, listBulkRuns, listBulkItems] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [carryOutBulkRun] as const
