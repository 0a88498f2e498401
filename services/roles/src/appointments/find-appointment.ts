import { type Caller, passGates, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { holds, isHolder, isNotLeftOut, mayManageNetwork, mayRelease, type Place } from '../standing.ts'
import { type Appointment, heldPeriods } from './appointment.ts'
import { lockAppointment } from './appointment-record.ts'
import { gates } from './gate.ts'
import { periodOn, type Through } from './period.ts'

/** Who asks, and when: of what a handler is given. */
export interface Asked {
  readonly sql: Sql
  readonly caller: Caller
  readonly today: string
}

/**
 * An appointment that the caller manages, for its network; held until the end of the transaction, with all that a rule over several
 * asks for. Undefined where there is none, or it is not the caller's to manage.
 */
export async function findManaged({ sql: db, caller, today }: Asked, appointmentId: string): Promise<Appointment | undefined> {
  await passItsGates(db, appointmentId)
  const appointment = await lockAppointment(db, appointmentId)
  return appointment && (await mayManageNetwork(db, caller, today, appointment.networkId)) && (await isShown(db, caller, appointment))
    ? appointment
    : undefined
}

/** One that is offered to, or held by, the person for whom the caller acts. */
export async function findOwn({ sql: db, caller, today }: Asked, appointmentId: string): Promise<Appointment | undefined> {
  await passItsGates(db, appointmentId)
  const appointment = await lockAppointment(db, appointmentId)
  return appointment && (await isHolder(db, caller, today, appointment.personId)) ? appointment : undefined
}

/**
 * One whose time the caller may release today, for the place that it is held through on a day, or for another school where the holder
 * works, or is to.
 */
export async function findReleased(
  { sql: db, caller, today }: Asked,
  appointmentId: string,
  { day = today, urn }: { day?: string; urn?: string | undefined } = {},
): Promise<{ appointment: Appointment; place: string } | undefined> {
  await passItsGates(db, appointmentId)
  const appointment = await lockAppointment(db, appointmentId)
  if (!appointment || !(await isShown(db, caller, appointment))) return undefined
  const held = heldPeriods(appointment)
  const place = urn === undefined ? releasingPlace(periodOn(held.length > 0 ? held : appointment.intended, day)) : { urn }
  if (place === undefined || !(await mayRelease(db, caller, today, appointment.personId, place))) return undefined
  if (urn !== undefined && !(await worksAt(db, appointment.personId, urn, today))) return undefined
  return { appointment, place: 'urn' in place ? place.urn : place.groupId }
}

/** The school or group of these conditions, whose staff's time it is. */
export function releasingPlace({ affiliation, urn, groupId }: Through): Place | undefined {
  if (affiliation !== 'employment') return undefined
  return urn !== null ? { urn } : groupId !== null ? { groupId } : undefined
}

const isShown = (db: Sql, caller: Caller, { personId }: Appointment) => holds(db, isNotLeftOut(caller, personId))

const worksAt = (db: Sql, personId: string, urn: string, today: string) =>
  holds(
    db,
    sql<boolean>`exists (select from known_employment_place
      where person_id = ${personId}::uuid and urn = ${urn} and coalesce(last_day, 'infinity') >= ${today}::date)`,
  )

/** The gates are before the row, for everybody: else two would wait in a ring. */
async function passItsGates(db: Sql, appointmentId: string): Promise<void> {
  const { rows } = await sql<{ personId: string; networkId: string; roleCode: string; subject: string | null; urns: (string | null)[] }>`
    select person_id as "personId", network_id as "networkId", role_code as "roleCode", subject,
      array(select distinct p ->> 'urn' from jsonb_array_elements(intended) p) as urns
    from appointment where id = ${appointmentId}::uuid`.execute(db)
  const [its] = rows
  if (its) await passCommandGates(db, its, its.urns)
}

/** For a command about one person in one role: whatever is heard of the network or the schools meanwhile waits. */
export async function passCommandGates(
  db: Sql,
  { personId, networkId, roleCode, subject }: Pick<Appointment, 'personId' | 'networkId' | 'roleCode' | 'subject'>,
  urns: readonly (string | null)[],
): Promise<void> {
  await passGates(db, {
    alone: [gates.person(personId), gates.role(networkId, roleCode, subject)],
    together: [gates.network(networkId), ...urns.filter((urn) => urn !== null).map(gates.school)],
  })
}
