import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import { ActivityConfirmed, ActivityProposed, MayNotPropose, ProposeActivity, PurposeOfVisit } from '@nlc/contracts/scheduling'
import { findNetwork, running } from '@nlc/known'
import { handle, isNationalBody, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { refuseWhere } from '../hindrance.ts'
import { actingPerson, holds, mayManageNetwork, maySignFor, seesNetwork } from '../standing.ts'
import { changeActivity, readActivity, saidOf } from './activity.ts'
import { alwaysNeedsPupils, type Planned, whatHindersActivity } from './what-hinders-activity.ts'

const maxMinutes = 600

export const proposeActivity = handle(ProposeActivity, async ({ networkId, ...terms }, context) => {
  const { sql: db, caller, now, today, emit, fail } = context
  const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
  if (!(await holds(db, seesNetwork(caller, network.id, today)))) fail(NoSuchNetwork)
  const { kind, purpose, place } = terms
  const person = await actingPerson(db, caller, today)
  if (person === undefined && !isNationalBody(caller)) fail(NeedsPerson)
  const signsForHost = place.urn !== undefined && (await maySignFor(db, caller, today, { urn: place.urn }))
  const mayPropose =
    signsForHost ||
    (await mayManageNetwork(db, caller, today, network.id)) ||
    (kind === 'visit' && (await holdsRole(db, person!, network.id, today)))
  if (!mayPropose) fail(MayNotPropose, person === undefined ? {} : { personId: person })
  if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
  if ((kind === 'visit') !== (purpose !== undefined)) fail(PurposeOfVisit)

  const [startsAt, endsAt] = [new Date(terms.startsAt), new Date(terms.endsAt)]
  const needsPupils = alwaysNeedsPupils(kind) || terms.needsPupils === true
  const planned: Planned = { networkId: network.id, kind, place, startsAt, endsAt, capacity: terms.capacity, needsPupils }
  refuseWhere(await whatHindersActivity(db, planned, now), fail)

  const minutes = terms.minutes ?? Math.min(maxMinutes, Math.ceil((endsAt.getTime() - startsAt.getTime()) / 60_000))
  const id = await writeActivity(db, planned, { purpose, title: terms.title, minutes, proposedBy: person, proposedAt: now })
  const proposed = await readActivity(db, id)
  emit(ActivityProposed, saidOf(proposed))
  if (!signsForHost) return proposed
  const confirmed = await changeActivity(db, id, sql`state = 'host-confirmed'`)
  emit(ActivityConfirmed, saidOf(confirmed))
  return confirmed
})

async function holdsRole(db: Sql, personId: string, networkId: string, today: string): Promise<boolean> {
  const { rows } = await sql`
    select from known_appointment k, jsonb_to_recordset(k.periods) p ("firstDay" date, "lastDay" date)
    where k.person_id = ${personId}::uuid and k.network_id = ${networkId}::uuid and k.held
      and ${today}::date between p."firstDay" and coalesce(p."lastDay", 'infinity') limit 1`.execute(db)
  return rows.length > 0
}

export interface ActivityToWrite {
  readonly purpose?: string | undefined
  readonly title?: string | undefined
  readonly minutes: number
  readonly programmeId?: string | undefined
  readonly proposedBy?: string | undefined
  readonly proposedAt: Date
}

/** As proposed. @returns its id. */
export async function writeActivity(db: Sql, planned: Planned, { proposedAt, minutes, ...more }: ActivityToWrite): Promise<string> {
  const id = newId()
  const { networkId, kind, place, startsAt, endsAt, capacity, needsPupils } = planned
  await sql`
    insert into activity (id, network_id, kind, purpose, title, place_kind, urn, place_name, latitude, longitude, starts_at, ends_at, capacity,
      needs_pupils, minutes, programme_id, proposed_by, proposed_at)
    values (${id}, ${networkId}, ${kind}, ${more.purpose ?? null}, ${more.title ?? null}, ${place.kind}, ${place.urn ?? null},
      ${place.name ?? null}, ${place.latitude ?? null}, ${place.longitude ?? null}, ${startsAt.toISOString()}::timestamptz,
      ${endsAt.toISOString()}::timestamptz, ${capacity}, ${needsPupils}, ${minutes}, ${more.programmeId ?? null}::uuid,
      ${more.proposedBy ?? null}::uuid, ${proposedAt.toISOString()}::timestamptz)`.execute(db)
  await sql`insert into activity_places (activity_id, capacity) values (${id}, ${capacity})`.execute(db)
  return id
}
