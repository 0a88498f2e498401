import { NoSuchNetwork } from '@nlc/contracts/membership'
import { BulkLastDayOutOfRange, BulkRunUnderWay, EndAppointments, NothingSelected } from '@nlc/contracts/roles'
import { plusDays } from '@nlc/known/day'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayRunBulk, shownBulkRun, storedCaller } from './bulk-run.ts'
import { selectedAppointments } from './selected-appointments.ts'
import { startBulkRun } from './start-bulk-run.ts'

const daysAhead = 366

export const endAppointments = handle(
  EndAppointments,
  async ({ lastDay, reason, dryRun = false, ...selection }, { caller, fail, ...change }) => {
    const { sql: db, today } = change
    const { networkId = null, roleCode = null, urn = null } = selection
    if (!(await mayRunBulk(db, caller, today, networkId)))
      fail(NoSuchNetwork, {
        detail: 'Name a network of which you are a co-leader: without one, roles of all networks are ended, by the national body.',
      })
    const latest = plusDays(today, daysAhead)
    if (lastDay < today || lastDay > latest) fail(BulkLastDayOutOfRange, { earliest: today, latest })

    const selected = selectedAppointments(
      selection,
      // Held on the day, and beyond it.
      sql`coalesce(upper(p.days), 'infinity') > ${lastDay}::date + 1 and exists (
        select from appointment_period h where h.appointment_id = a.id and h.confirmed and lower(h.days) <= ${lastDay}::date)`,
    )
    const asked = { kind: 'ending', dryRun, networkId, roleCode, urn, academicYear: null, lastDay, reason } as const
    return shownBulkRun((await startBulkRun(change, { ...asked, caller: storedCaller(caller) }, selected)) ?? fail(NothingSelected))
  },
  { constraints: { bulk_run_one_at_a_time: BulkRunUnderWay } },
)
