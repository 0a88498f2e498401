import { NoSuchPerson } from '@nlc/contracts/membership'
import {
  ActivityNotInState,
  ActivityStarted,
  AddPair,
  type BookingInvited,
  ListPairs,
  NoSuchActivity,
  NotASuperLearningDay,
  NotOfNetwork,
  PairFromHost,
  PairFromOneSchool,
  SuspendTimetable,
  TimetableSuspended,
} from '@nlc/contracts/scheduling'
import { type Change, dayInLondon, handle, isNationalBody, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Activity, changeActivity, saidOf, standing } from '../activities/activity.ts'
import { findActivity, findActivityToRun, runsActivity } from '../activities/find-activity.ts'
import { placesOf } from '../bookings/how-they-come.ts'
import { inviteTo, whatHindersInviting } from '../bookings/invite.ts'
import { refuseWhere } from '../hindrance.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { readPairs } from './pairs.ts'

export const suspendTimetable = handle(SuspendTimetable, async ({ activityId }, context) => {
  const { sql: db, now, emit, fail, checkVersion } = context
  const { activity, by } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (by !== 'host') return fail(NoSuchActivity)
  checkVersion(activity)
  if (activity.kind !== 'super-learning-day') return fail(NotASuperLearningDay)
  if (activity.timetableSuspendedAt !== undefined) return activity
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  const suspended = await changeActivity(db, activity.id, sql`timetable_suspended_at = ${now.toISOString()}::timestamptz`)
  emit(TimetableSuspended, saidOf(suspended))
  return suspended
})

export const addPair = handle(AddPair, async ({ activityId, personIds }, context) => {
  const { sql: db, now, fail } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (activity.kind !== 'super-learning-day') return fail(NotASuperLearningDay)
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  if (activity.startsAt <= now) return fail(ActivityStarted, { startsAt: activity.startsAt.toISOString() })
  const day = dayInLondon(activity.startsAt)
  const host = activity.place.urn!
  const homes: string[][] = []
  const pair: string[] = []
  for (const named of personIds) {
    const personId = (await resolvePerson(db, named)) ?? fail(NoSuchPerson)
    const urns = (await placesOf(db, activity, personId, day)).flatMap(({ urn }) => urn ?? [])
    if (urns.length === 0) return fail(NotOfNetwork, { day })
    if (urns.includes(host)) return fail(PairFromHost, { personId, urn: host })
    homes.push(urns)
    pair.push(personId)
  }
  // Who works at several schools comes from one that is not the other's.
  const [first, second] = homes as [string[], string[]]
  if (new Set([...first, ...second]).size < 2) return fail(PairFromOneSchool, { urn: first[0]! })
  for (const personId of pair) refuseWhere(await whatHindersInviting(db, activity, personId), fail)

  const id = await pairUp(context, activity, pair as [string, string])
  return (await readPairs(db, activity.id)).find((named) => named.id === id)!
})

/** They may teach there, and are not booked yet. @returns the pair's id. */
export async function pairUp(
  change: Change<typeof BookingInvited>,
  activity: Activity,
  [first, second]: readonly [string, string],
): Promise<string> {
  const [one, other] = [await inviteTo(change, activity, first), await inviteTo(change, activity, second)]
  const id = newId()
  await sql`
    insert into teaching_pair (id, activity_id, first, second, named_at)
    values (${id}, ${activity.id}, ${one.id}, ${other.id}, ${change.now.toISOString()}::timestamptz)`.execute(change.sql)
  return id
}

export const listPairs = handle(ListPairs, async ({ activityId }, context) => {
  const { sql: db, caller, today, fail } = context
  const activity = (await findActivity(context, activityId)) ?? fail(NoSuchActivity)
  const pairs = await readPairs(db, activity.id)
  if (isNationalBody(caller) || (await runsActivity(context, activity))) return { items: pairs }
  const me = await actingPerson(db, caller, today)
  const isIn = pairs.some(({ members }) => members.some(({ personId }) => personId === me))
  return isIn ? { items: pairs } : fail(NoSuchActivity)
})
