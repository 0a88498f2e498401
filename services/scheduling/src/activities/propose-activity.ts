import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import {
  ActivityConfirmed,
  ActivityProposed,
  MayNotPropose,
  ProposeActivity,
  PurposeOfVisit,
  YearGroupOfDay,
} from '@nlc/contracts/scheduling'
import { findNetwork, running } from '@nlc/known'
import { type Change, handle, isNationalBody, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { refuseWhere } from '../hindrance.ts'
import { actingPerson, holds, mayManageNetwork, maySignFor, seesNetwork } from '../standing.ts'
import { type Activity, changeActivity, readActivity, saidOf } from './activity.ts'
import type { Planned } from './planned.ts'
import { alwaysNeedsPupils, whatHindersActivity } from './what-hinders-activity.ts'

const maxMinutes = 600

export const proposeActivity = handle(ProposeActivity, async ({ networkId, ...terms }, context) => {
  const { sql: db, caller, now, today, fail } = context
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
  if ((kind === 'super-learning-day') !== (terms.yearGroup !== undefined)) fail(YearGroupOfDay)

  const [startsAt, endsAt] = [new Date(terms.startsAt), new Date(terms.endsAt)]
  const needsPupils = alwaysNeedsPupils(kind) || terms.needsPupils === true
  const planned = {
    networkId: network.id,
    kind,
    place,
    startsAt,
    endsAt,
    capacity: terms.capacity,
    needsPupils,
    inTurn: terms.inTurn === true,
  }
  refuseWhere(await whatHindersActivity(db, planned, now), fail)
  const { title, minutes, yearGroup } = terms
  return propose(context, planned, { purpose, title, minutes, yearGroup, proposedBy: person, isConfirmed: signsForHost })
})

/** Nothing hinders it. Proposed by a signatory of the host, it is confirmed with it. */
export async function propose(
  { sql: db, now, emit }: Change<typeof ActivityProposed | typeof ActivityConfirmed>,
  planned: Planned,
  { isConfirmed, minutes, ...more }: Partial<Omit<ActivityToWrite, 'proposedAt'>> & { isConfirmed: boolean },
): Promise<Activity> {
  const length = Math.ceil((planned.endsAt.getTime() - planned.startsAt.getTime()) / 60_000)
  const id = await writeActivity(db, planned, { ...more, minutes: minutes ?? Math.min(maxMinutes, length), proposedAt: now })
  const proposed = await readActivity(db, id)
  emit(ActivityProposed, saidOf(proposed))
  if (!isConfirmed) return proposed
  const confirmed = await changeActivity(db, id, sql`state = 'host-confirmed'`)
  emit(ActivityConfirmed, saidOf(confirmed))
  return confirmed
}

async function holdsRole(db: Sql, personId: string, networkId: string, today: string): Promise<boolean> {
  const { rows } = await sql`
    select from known_appointment k, jsonb_to_recordset(k.periods) p ("firstDay" date, "lastDay" date)
    where k.person_id = ${personId}::uuid and k.network_id = ${networkId}::uuid and k.held
      and ${today}::date between p."firstDay" and coalesce(p."lastDay", 'infinity') limit 1`.execute(db)
  return rows.length > 0
}

interface ActivityToWrite {
  readonly purpose?: string | undefined
  readonly title?: string | undefined
  readonly minutes: number
  readonly yearGroup?: number | undefined
  readonly leaderId?: string | undefined
  readonly expertise?: string | undefined
  readonly proposedBy?: string | undefined
  readonly proposedAt: Date
}

/** As proposed. @returns its id. */
async function writeActivity(db: Sql, planned: Planned, { proposedAt, minutes, ...more }: ActivityToWrite): Promise<string> {
  const id = newId()
  const { networkId, kind, place, startsAt, endsAt, capacity, needsPupils, inTurn, programmeId } = planned
  await sql`
    insert into activity (id, network_id, kind, purpose, title, place_kind, urn, place_name, latitude, longitude, starts_at, ends_at, capacity,
      needs_pupils, minutes, year_group, in_turn, programme_id, leader_id, expertise, proposed_by, proposed_at)
    values (${id}, ${networkId}, ${kind}, ${more.purpose ?? null}, ${more.title ?? null}, ${place.kind}, ${place.urn ?? null},
      ${place.name ?? null}, ${place.latitude ?? null}, ${place.longitude ?? null}, ${startsAt.toISOString()}::timestamptz,
      ${endsAt.toISOString()}::timestamptz, ${capacity}, ${needsPupils}, ${minutes},
      ${more.yearGroup ?? null}, ${inTurn}, ${programmeId ?? null}::uuid, ${more.leaderId ?? null}::uuid, ${more.expertise ?? null},
      ${more.proposedBy ?? null}::uuid, ${proposedAt.toISOString()}::timestamptz)`.execute(db)
  await sql`insert into activity_places (activity_id, capacity) values (${id}, ${capacity})`.execute(db)
  return id
}
