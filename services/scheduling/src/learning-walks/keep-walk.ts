import { NoSuchPerson } from '@nlc/contracts/membership'
import {
  ActivityNotInState,
  ActivityStarted,
  AgreeWalkProtocol,
  type BookingCancelled,
  type BookingInvited,
  BriefStaff,
  DebriefWalk,
  GetLearningWalk,
  NamesSomebody,
  NameWalkTeam,
  NoSuchActivity,
  NotALearningWalk,
  NotOfNetwork,
  RecordWalkObservation,
  ShareWalkFeedback,
  WalkDebriefed,
  WalkFeedbackShared,
  WalkFull,
  WalkObservationRecorded,
  WalkProtocolAgreed,
  WalkStaffBriefed,
  WalkStepDone,
  WalkStepMissing,
  WalkTeamNamed,
  WalkTeamWrong,
} from '@nlc/contracts/scheduling'
import { type Change, dayInLondon, handle, newId, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type Activity, standing } from '../activities/activity.ts'
import { findActivity, findActivityToRun, runsActivity } from '../activities/find-activity.ts'
import { lockBookings } from '../bookings/booking.ts'
import { cancelBooking } from '../bookings/cancel-bookings.ts'
import { placesOf } from '../bookings/how-they-come.ts'
import { inviteTo } from '../bookings/invite.ts'
import { countPlaces } from '../bookings/places.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { findWalked } from './find-walked.ts'
import { type LearningWalk, readWalk } from './learning-walk.ts'
import { nameIn } from './names-nobody.ts'

const maxObservations = 500

const saidOf = ({ id, networkId }: { id: string; networkId: string }) => ({ walkId: id, networkId })

/** @returns as it is now. */
async function write(db: Sql, activityId: string, set: RawBuilder<unknown>): Promise<LearningWalk> {
  await sql`insert into learning_walk (activity_id) values (${activityId}) on conflict do nothing`.execute(db)
  await sql`update learning_walk set version = version + 1, ${set} where activity_id = ${activityId}::uuid`.execute(db)
  return readWalk(db, activityId)
}

export const agreeWalkProtocol = handle(AgreeWalkProtocol, async ({ activityId, focus, questions }, context) => {
  const { sql: db, now, emit, fail } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (activity.kind !== 'learning-walk') return fail(NotALearningWalk)
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  if ((await readWalk(db, activity.id)).staffBriefedAt) return fail(WalkStepDone, { step: 'protocol' })
  const found = [focus, ...questions].map(nameIn).find((name) => name !== undefined)
  if (found !== undefined) return fail(NamesSomebody, { found })
  const walk = await write(
    db,
    activity.id,
    sql`focus = ${focus}, questions = ${JSON.stringify(questions)}::jsonb, protocol_agreed_at = ${now.toISOString()}::timestamptz`,
  )
  emit(WalkProtocolAgreed, saidOf(activity))
  return walk
})

export const nameWalkTeam = handle(NameWalkTeam, async ({ activityId, leadId: namedLead, memberIds: named }, context) => {
  const { sql: db, now, fail } = context
  const { activity } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (activity.kind !== 'learning-walk') return fail(NotALearningWalk)
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  if (activity.startsAt <= now) return fail(ActivityStarted, { startsAt: activity.startsAt.toISOString() })
  const day = dayInLondon(activity.startsAt)
  const host = activity.place.urn!
  const leadId = (await resolvePerson(db, namedLead)) ?? fail(NoSuchPerson)
  const team = new Set<string>([leadId])
  let [fromHost, fromElsewhere] = [0, 0]
  for (const member of named) team.add((await resolvePerson(db, member)) ?? fail(NoSuchPerson))
  for (const personId of team) {
    const urns = (await placesOf(db, activity, personId, day)).flatMap(({ urn }) => urn ?? [])
    if (urns.length === 0) return fail(NotOfNetwork, { day })
    if (urns.includes(host)) fromHost += 1
    else fromElsewhere += 1
  }
  if (team.size !== named.length || fromHost === 0 || fromElsewhere === 0)
    return fail(WalkTeamWrong, { fromHost, fromElsewhere, hostUrn: host })

  await teamUp(context, activity, leadId, [...team])
  return readWalk(db, activity.id)
})

/** In place of the team that there was. It is one that may walk. */
export async function teamUp(
  change: Change<typeof WalkTeamNamed | typeof BookingInvited | typeof BookingCancelled>,
  activity: Activity,
  leadId: string,
  memberIds: readonly string[],
): Promise<void> {
  const { sql: db, emit } = change
  const there = await lockBookings(db, sql`b.activity_id = ${activity.id}::uuid and b.state not in ('cancelled', 'declined')`)
  for (const booking of there) if (!memberIds.includes(booking.personId!)) await cancelBooking(change, booking, 'host')
  await write(db, activity.id, sql`lead_id = ${leadId}`)
  emit(WalkTeamNamed, { ...saidOf(activity), memberIds: [...memberIds] })
  for (const personId of memberIds) if (!there.some((booking) => booking.personId === personId)) await inviteTo(change, activity, personId)
  await countPlaces(db, activity.id)
}

export const briefStaff = handle(BriefStaff, async ({ activityId }, context) => {
  const { sql: db, now, emit, fail } = context
  const { activity, by } = (await findActivityToRun(context, activityId)) ?? fail(NoSuchActivity)
  if (by !== 'host') return fail(NoSuchActivity)
  if (activity.kind !== 'learning-walk') return fail(NotALearningWalk)
  if (!standing.includes(activity.state)) return fail(ActivityNotInState, { state: activity.state, needed: [...standing] })
  const walk = await readWalk(db, activity.id)
  if (!walk.protocol) return fail(WalkStepMissing, { missing: 'protocol' })
  if (walk.staffBriefedAt) return fail(WalkStepDone, { step: 'staff-briefing' })
  emit(WalkStaffBriefed, saidOf(activity))
  return write(db, activity.id, sql`staff_briefed_at = ${now.toISOString()}::timestamptz`)
})

export const recordWalkObservation = handle(RecordWalkObservation, async ({ activityId, ...observation }, context) => {
  const { sql: db, now, emit, fail } = context
  const { activity, walk } = (await findWalked(context, activityId, 'member')) ?? fail(NoSuchActivity)
  if (activity.state !== 'published' && activity.state !== 'held')
    return fail(ActivityNotInState, { state: activity.state, needed: ['published', 'held'] })
  if (!walk.staffBriefedAt) return fail(WalkStepMissing, { missing: 'staff-briefing' })
  if (activity.startsAt > now) return fail(WalkStepMissing, { missing: 'walk' })
  if (walk.debriefedAt) return fail(WalkStepDone, { step: 'debriefing' })
  const found = nameIn(observation.seen)
  if (found !== undefined) return fail(NamesSomebody, { found })
  if (walk.observations.length >= maxObservations) return fail(WalkFull, { recorded: walk.observations.length })
  const id = newId()
  await sql`
    insert into walk_observation (id, activity_id, visit_number, class_number, seen, recorded_at)
    values (${id}, ${activity.id}, ${observation.visitNumber}, ${observation.classNumber}, ${observation.seen}, ${now.toISOString()}::timestamptz)`.execute(
    db,
  )
  emit(WalkObservationRecorded, saidOf(activity))
  return { id, ...observation, recordedAt: now }
})

export const debriefWalk = handle(DebriefWalk, async ({ activityId }, context) => {
  const { sql: db, now, emit, fail } = context
  const { activity, walk } = (await findWalked(context, activityId, 'lead')) ?? fail(NoSuchActivity)
  if (activity.state !== 'held' && activity.state !== 'closed')
    return fail(ActivityNotInState, { state: activity.state, needed: ['held', 'closed'] })
  if (!walk.staffBriefedAt) return fail(WalkStepMissing, { missing: 'staff-briefing' })
  if (walk.debriefedAt) return fail(WalkStepDone, { step: 'debriefing' })
  emit(WalkDebriefed, saidOf(activity))
  return write(db, activity.id, sql`debriefed_at = ${now.toISOString()}::timestamptz`)
})

export const shareWalkFeedback = handle(ShareWalkFeedback, async ({ activityId, text }, context) => {
  const { sql: db, now, emit, fail } = context
  const { activity, walk } = (await findWalked(context, activityId, 'lead')) ?? fail(NoSuchActivity)
  if (!walk.debriefedAt) return fail(WalkStepMissing, { missing: 'debriefing' })
  if (walk.feedback) return fail(WalkStepDone, { step: 'feedback' })
  const found = nameIn(text)
  if (found !== undefined) return fail(NamesSomebody, { found })
  emit(WalkFeedbackShared, saidOf(activity))
  return write(db, activity.id, sql`feedback = ${text}, feedback_shared_at = ${now.toISOString()}::timestamptz`)
})

export const getLearningWalk = handle(GetLearningWalk, async ({ activityId }, context) => {
  const { sql: db, caller, today, fail } = context
  const activity = (await findActivity(context, activityId)) ?? fail(NoSuchActivity)
  if (activity.kind !== 'learning-walk') return fail(NotALearningWalk)
  const walk = await readWalk(db, activity.id)
  if (await runsActivity(context, activity)) return walk
  const me = await actingPerson(db, caller, today)
  const isIn = me !== undefined && walk.team.some(({ personId }) => personId === me)
  return isIn ? walk : { ...walk, team: [], observations: [] }
})
