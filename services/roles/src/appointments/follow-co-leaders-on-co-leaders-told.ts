/** A network's co-leaders are appointed when it becomes active, and from then on with each change of them. */
import { CoLeaderLeft, CoLeadersReplaced, NetworkActivated } from '@nlc/contracts/membership'
import { AppointmentConfirmed } from '@nlc/contracts/roles'
import { later } from '@nlc/known/day'
import { newId, passGates, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Appointment, heldPeriods, livingStages } from './appointment.ts'
import { lockAppointments } from './appointment-record.ts'
import { gates } from './gate.ts'
import { type KeepingChange, type Kept, keepAppointments } from './keep-appointment.ts'
import { limitOf } from './limit.ts'
import { collide, type Period } from './period.ts'
import { readStanding } from './read-standing.ts'
import { type SettlingEvent, settleAppointments, settlingEvents } from './settle-appointments.ts'

const emits = [AppointmentConfirmed, ...settlingEvents] as const
const coLeader = 'co-leader'

interface CoLeadership {
  readonly coLeaderId: string
  readonly personId: string
  /** The first day on which the network was active. */
  readonly activeFrom: string
  /** One for each school through which it went, the earliest first. */
  readonly pieces: readonly { urn: string | null; firstDay: string; lastDay: string | null }[]
}

async function follow(
  { networkId }: { networkId: string },
  change: KeepingChange<SettlingEvent | typeof AppointmentConfirmed>,
): Promise<void> {
  const { sql: db } = change
  await passGates(db, { alone: [gates.network(networkId)] })
  await settleAppointments(change, sql`a.network_id = ${networkId}::uuid and a.co_leader_id is not null`)

  const { rows } = await sql<CoLeadership>`
    select c.co_leader_id as "coLeaderId", c.person_id as "personId", n.active_from as "activeFrom",
      jsonb_agg(jsonb_build_object('urn', c.urn, 'firstDay', c.first_day, 'lastDay', c.last_day) order by c.first_day) as pieces
    from known_network n join known_co_leader c on c.network_id = n.id
    where n.id = ${networkId}::uuid and n.active_from is not null and coalesce(c.last_day, 'infinity') >= n.active_from
      and not exists (select from appointment a where a.co_leader_id = c.co_leader_id)
    group by 1, 2, 3 order by 1`.execute(db)
  if (rows.length === 0) return
  const there = await lockAppointments(
    db,
    sql`a.network_id = ${networkId}::uuid and a.role_code = ${coLeader} and a.stage = any (${[...livingStages]}::text[])`,
  )
  const made: Appointment[] = []
  for (const { coLeaderId, personId, activeFrom, pieces } of rows) {
    const appointment: Appointment = {
      ...{ id: newId(), version: 0, personId, networkId, roleCode: coLeader, subject: null, covers: null, coLeaderId },
      ...{ stage: 'confirmed', endedAs: null, limit: null, releases: [] },
      intended: pieces.map(
        ({ urn, firstDay, lastDay }, index): Period => ({
          firstDay: later(firstDay, activeFrom),
          // When it ends is a limit, which is heard of again where it is corrected.
          lastDay: index === pieces.length - 1 ? null : lastDay,
          affiliation: urn === null ? 'network' : 'employment',
          ...{ urn, groupId: null, organisationId: null, minutesPerWeek: 0, share: 1, paused: false },
        }),
      ),
    }
    const standing = await readStanding(db, [appointment])
    const limitedNow = { ...appointment, limit: limitOf(appointment, standing(appointment)) }
    const meets = [...there, ...made].some((other) => other.personId === personId && collide(heldPeriods(other), heldPeriods(limitedNow)))
    // Recorded twice in one network, as two records of one person can be: membership ends one of them.
    if (!meets && heldPeriods(limitedNow).length > 0) made.push(limitedNow)
  }
  await keepAppointments(
    change,
    made.map((appointment): Kept<typeof AppointmentConfirmed> => ({ appointment, event: AppointmentConfirmed })),
  )
}

export const followCoLeadersOnNetworkActivated = react('roles.follow-co-leaders-activated', { on: NetworkActivated, emits }, follow)
export const followCoLeadersOnCoLeadersReplaced = react('roles.follow-co-leaders-replaced', { on: CoLeadersReplaced, emits }, follow)
export const followCoLeadersOnCoLeaderLeft = react('roles.follow-co-leader-left', { on: CoLeaderLeft, emits }, follow)
