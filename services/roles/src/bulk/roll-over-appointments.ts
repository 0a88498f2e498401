import { NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import { BulkRunUnderWay, NothingSelected, RollOverAppointments, RollOverYearOutOfRange } from '@nlc/contracts/roles'
import { academicYearOf, firstDayOfYear, yearAfter } from '@nlc/known/academic-year'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayRunBulk, shownBulkRun, storedCaller } from './bulk-run.ts'
import { selectedAppointments } from './selected-appointments.ts'
import { startBulkRun } from './start-bulk-run.ts'

const working = ['active', 'sustaining'] as const

export const rollOverAppointments = handle(
  RollOverAppointments,
  async ({ academicYear, dryRun = false, ...selection }, { caller, fail, ...change }) => {
    const { sql: db, today } = change
    const { networkId = null, roleCode = null, urn = null } = selection
    if (!(await mayRunBulk(db, caller, today, networkId)))
      fail(NoSuchNetwork, {
        detail: 'Name a network of which you are a co-leader: without one, roles of all networks are rolled over, by the national body.',
      })
    if (networkId !== null) {
      const { rows } = await sql<{ state: 'forming' | 'active' | 'sustaining' | 'suspended' | 'dissolved' }>`
        select state from known_network where id = ${networkId}::uuid`.execute(db)
      const { state } = rows[0] ?? fail(NoSuchNetwork)
      if (!working.some((one) => one === state)) fail(NetworkNotInState, { state, needed: [...working] })
    }
    const earliest = academicYearOf(today)
    const latest = yearAfter(earliest)
    if (academicYear !== earliest && academicYear !== latest) fail(RollOverYearOutOfRange, { earliest, latest })

    const begins = firstDayOfYear(academicYear)
    const selected = selectedAppointments(
      selection,
      // It ends in July or August before, and nobody ended it: that was decided.
      sql`upper(p.days) between ${begins}::date - 61 and ${begins}::date and a.ended_as is null and a.covers is null`,
    )
    const asked = { kind: 'roll-over', dryRun, networkId, roleCode, urn, academicYear, lastDay: null, reason: null } as const
    return shownBulkRun((await startBulkRun(change, { ...asked, caller: storedCaller(caller) }, selected)) ?? fail(NothingSelected))
  },
  { constraints: { bulk_run_one_at_a_time: BulkRunUnderWay } },
)
