/** In which role somebody comes to an activity, from where, and out of what time (docs/rules.md, Bookings). */
import { counts } from '@nlc/allowance'
import { ProtectedTime } from '@nlc/contracts/roles'
import {
  AppointmentNotTheirs,
  type NoTimeLeft,
  NotOfNetwork,
  OwnSchool,
  type TooFarAway,
  type TwiceAtOnce,
} from '@nlc/contracts/scheduling'
import { dayInLondon, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { readCalendar } from '../calendars/read-calendars.ts'
import { hasPupils, schoolDay } from '../calendars/school-days.ts'
import { lessonsBetween, readTimetable } from '../calendars/timetable.ts'
import { type Hindrance, hindrance } from '../hindrance.ts'
import { holds, worksAt } from '../standing.ts'
import { readTravelRule } from '../travel/read-travel-rule.ts'
import type { Booking, TakenFrom } from './booking.ts'
import { bookedAround, clashWith, engagementOf } from './clash.ts'
import { whatHindersSpending } from './time-left.ts'
import { timeInLondon } from './time-of-day.ts'

export interface Asked {
  readonly personId: string
  readonly appointmentId?: string | undefined
  readonly takenFrom?: TakenFrom | undefined
}

export type Coming = Pick<Booking, 'takenFrom' | 'minutes' | 'coverNeeded' | 'escorted' | 'homeUrn' | 'appointmentId'>

export type OfComing = Hindrance<
  | typeof NotOfNetwork
  | typeof AppointmentNotTheirs
  | typeof OwnSchool
  | typeof ProtectedTime
  | typeof TwiceAtOnce
  | typeof TooFarAway
  | typeof NoTimeLeft
>

export const isHindered = (coming: Coming | OfComing): coming is OfComing => 'problem' in coming

/** How they would come, or the first of what hinders it. Their diary is open to us. */
export async function howTheyCome(db: Sql, activity: Activity, asked: Asked): Promise<Coming | OfComing> {
  const { personId, appointmentId } = asked
  const day = dayInLondon(activity.startsAt)
  const places = await placesOf(db, activity, personId, day)
  if (places.length === 0) return hindrance(NotOfNetwork, { day })
  const held = appointmentId === undefined ? undefined : await heldThrough(db, appointmentId, personId, activity.networkId, day)
  if (appointmentId !== undefined && held === undefined) return hindrance(AppointmentNotTheirs, { day })
  const own = await whatHindersAtOwnSchool(db, activity, personId)
  if (own) return own

  const from = held ?? places[0]!
  const homeUrn = from.urn ?? undefined
  const hasLessons = homeUrn !== undefined && hasPupils(schoolDay(await readCalendar(db, homeUrn, day, day), day))
  const teaches = hasLessons && (await teachesDuring(db, personId, homeUrn, activity))
  const takenFrom = asked.takenFrom ?? usualTime(from, hasLessons, teaches)
  if (held !== undefined && counts[takenFrom] === 'protected') return hindrance(ProtectedTime, { takenFrom })
  const clash = clashWith(await engagementOf(db, activity), await bookedAround(db, personId, activity), await readTravelRule(db))
  if (clash) return clash

  const minutes = held !== undefined && counts[takenFrom] === 'spent' ? activity.minutes : 0
  const { rows } = await sql<{ assured: boolean }>`select is_assured(${personId}::uuid, ${day}::date) as assured`.execute(db)
  const coming: Coming = {
    takenFrom,
    minutes,
    coverNeeded: takenFrom === 'teaching' && teaches,
    escorted: !rows[0]!.assured,
    ...(homeUrn !== undefined && { homeUrn }),
    ...(appointmentId !== undefined && { appointmentId }),
  }
  return minutes === 0
    ? coming
    : ((await whatHindersSpending(db, { appointmentId: appointmentId!, day, minutes, activityId: activity.id })) ?? coming)
}

interface Affiliation {
  readonly affiliation: string
  readonly urn: string | null
}

/** By what the person belongs to the network on that day: another school than the host's first, since that is where they come from. */
export async function placesOf(db: Sql, { networkId, place }: Activity, personId: string, day: string): Promise<Affiliation[]> {
  const { rows } = await sql<Affiliation>`
    select affiliation, urn from (
      select affiliation, urn from affiliations_with(${networkId}::uuid, ${personId}::uuid, ${day}::date)
      union all
      select 'network', null where co_leads(${personId}::uuid, ${networkId}::uuid, ${day}::date)
    ) by_what (affiliation, urn) order by urn is null, urn = ${place.urn ?? ''}, affiliation, urn`.execute(db)
  return rows
}

/** The period of that day of an appointment of theirs in the network. */
async function heldThrough(
  db: Sql,
  appointmentId: string,
  personId: string,
  networkId: string,
  day: string,
): Promise<Affiliation | undefined> {
  const { rows } = await sql<Affiliation>`
    select p.affiliation, p.urn
    from known_appointment k, jsonb_to_recordset(k.periods) p ("firstDay" date, "lastDay" date, affiliation text, urn text, paused boolean)
    where k.id = ${appointmentId}::uuid and now_called(k.person_id) = ${personId}::uuid and k.network_id = ${networkId}::uuid and k.held and not p.paused
      and ${day}::date between p."firstDay" and coalesce(p."lastDay", 'infinity')`.execute(db)
  return rows[0]
}

/** A visit is to another school than one's own, and on a Super Learning Day one teaches in another. */
export async function whatHindersAtOwnSchool(
  db: Sql,
  { kind, place: { urn }, startsAt }: Activity,
  personId: string,
): Promise<Hindrance<typeof OwnSchool> | undefined> {
  if ((kind !== 'visit' && kind !== 'super-learning-day') || urn === undefined) return undefined
  return (await holds(db, worksAt(personId, urn, dayInLondon(startsAt)))) ? hindrance(OwnSchool, { urn }) : undefined
}

/** There are lessons at their school meanwhile, on a day of the week on which they work there. */
async function teachesDuring(db: Sql, personId: string, urn: string, { startsAt, endsAt }: Activity): Promise<boolean> {
  const { periods } = await readTimetable(db, urn)
  const isOver = dayInLondon(endsAt) !== dayInLondon(startsAt)
  if (lessonsBetween(periods, timeInLondon(startsAt), isOver ? '24:00' : timeInLondon(endsAt)).length === 0) return false
  const { rows } = await sql<{ works: boolean }>`
    select coalesce(bool_or(trim(to_char(${dayInLondon(startsAt)}::date, 'day')) = any (e.working_days)), true) as works from known_employment_place e
    where e.person_id = ${personId}::uuid and e.urn = ${urn} and ${dayInLondon(startsAt)}::date between e.first_day and coalesce(e.last_day, 'infinity')`.execute(
    db,
  )
  return rows[0]!.works
}

function usualTime({ affiliation, urn }: Affiliation, hasLessons: boolean, teaches: boolean): TakenFrom {
  if (affiliation === 'governance') return 'governor'
  if (affiliation !== 'employment') return 'guest'
  if (urn === null) return 'teaching'
  if (!hasLessons) return 'inset'
  return teaches ? 'teaching' : 'evening'
}
