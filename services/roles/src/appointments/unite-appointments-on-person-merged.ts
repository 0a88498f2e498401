import { PersonMerged } from '@nlc/contracts/membership'
import { AppointmentCorrected, AppointmentMovedToPerson, AppointmentVoided, AppointmentWithdrawn } from '@nlc/contracts/roles'
import { passGates, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { befallen } from './appointment.ts'
import { lockAppointments } from './appointment-record.ts'
import { gates } from './gate.ts'
import { type Kept, keepAppointments } from './keep-appointment.ts'
import { limitOf } from './limit.ts'
import { readStanding } from './read-standing.ts'
import { uniteAppointments } from './unite-appointments.ts'

const emits = [AppointmentMovedToPerson, AppointmentCorrected, AppointmentVoided, AppointmentWithdrawn] as const

/** What the one record held, or was ever offered, the other does; what both held is united in one of them. */
export const uniteAppointmentsOnPersonMerged = react(
  'roles.unite-appointments',
  { on: PersonMerged, emits },
  async ({ personId, intoPersonId }, change) => {
    const { sql: db } = change
    const kept = (await resolvePerson(db, intoPersonId)) ?? intoPersonId
    await passGates(db, { alone: [gates.person(personId), gates.person(intoPersonId), gates.person(kept)] })
    const appointments = await lockAppointments(db, sql`a.person_id = any (${[personId, intoPersonId, kept]}::uuid[])`)
    const before = new Map(appointments.map((appointment) => [appointment.id, appointment]))
    const { standing, duplicates } = uniteAppointments(appointments, kept)
    const on = await readStanding(db, standing)

    const changed: Kept<(typeof emits)[number]>[] = duplicates.map((duplicate) => {
      const [stage, event] =
        duplicate.stage === 'confirmed' ? (['voided', AppointmentVoided] as const) : (['withdrawn', AppointmentWithdrawn] as const)
      return { appointment: { ...duplicate, personId: kept, stage, endedAs: 'merged-duplicate', limit: null }, event }
    })
    for (const one of standing) {
      const was = before.get(one.id)!
      const now = { ...one, limit: limitOf(one, on(one)) }
      if (was.personId !== kept) changed.push({ appointment: now, event: AppointmentMovedToPerson, more: { fromPersonId: was.personId } })
      else if (JSON.stringify(was.intended) !== JSON.stringify(now.intended) && befallen(was, now))
        changed.push({ appointment: now, event: AppointmentCorrected })
    }
    await keepAppointments(change, changed)
  },
)
