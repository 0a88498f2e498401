import {
  EnrolParticipants,
  LeaveSharedProgramme,
  ListParticipants,
  NoSuchSharedProgramme,
  NotEnrolled,
  ParticipantLeft,
  ParticipantsEnrolled,
  SharedProgrammeOver,
} from '@nlc/contracts/scheduling'
import { decodeCursor, handle, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { lockActivities } from '../activities/activity.ts'
import { lockBookings } from '../bookings/booking.ts'
import { cancelBooking } from '../bookings/cancel-bookings.ts'
import { moveUp } from '../bookings/places.ts'
import { holds, isHolder, resolvePerson, seesNetwork, seesPerson } from '../standing.ts'
import { bookForSession } from './book-participants.ts'
import { requirePeople } from './keep-shared-programmes.ts'
import { findProgrammeToPlan, plans, readProgrammes, saidOf } from './shared-programme.ts'

/** `a` is a session of the programme that takes places. */
const toCome = (programmeId: string, now: Date) =>
  sql`a.programme_id = ${programmeId}::uuid and a.state = 'published' and a.starts_at > ${now.toISOString()}::timestamptz`

export const enrolParticipants = handle(EnrolParticipants, async ({ programmeId, personIds: named, cohort }, context) => {
  const { sql: db, now, today, emit, fail } = context
  const programme = (await findProgrammeToPlan(context, programmeId)) ?? fail(NoSuchSharedProgramme)
  if (programme.state === 'ended') return fail(SharedProgrammeOver)
  const personIds = await requirePeople(db, fail, programme.networkId, named, today)
  const { rows } = await sql<{ personId: string }>`
    insert into shared_programme_participant (programme_id, person_id, cohort, enrolled_at)
    select ${programme.id}::uuid, person, ${cohort ?? null}, ${now.toISOString()}::timestamptz from unnest(${personIds}::uuid[]) person
    on conflict do nothing returning person_id as "personId"`.execute(db)
  const enrolled = rows.map(({ personId }) => personId)
  if (enrolled.length > 0) {
    await sql`update shared_programme set version = version + 1 where id = ${programme.id}::uuid`.execute(db)
    emit(ParticipantsEnrolled, { ...saidOf({ ...programme, version: programme.version + 1 }), personIds: enrolled })
    for (const session of await lockActivities(db, toCome(programme.id, now))) await bookForSession(context, session, enrolled)
  }
  return { enrolled: enrolled.length, alreadyEnrolled: personIds.length - enrolled.length }
})

export const leaveSharedProgramme = handle(LeaveSharedProgramme, async ({ programmeId, personId: named }, context) => {
  const { sql: db, caller, now, today, emit, fail } = context
  const [programme] = await readProgrammes(db, sql`where p.id = ${programmeId}::uuid for update`)
  const isOwn = await isHolder(db, caller, today, named)
  if (!programme || !(isOwn || (await plans(context, programme)))) return fail(NoSuchSharedProgramme)
  const personId = await resolvePerson(db, named)
  const { rows } = await sql`
    delete from shared_programme_participant where programme_id = ${programme.id}::uuid and person_id = ${personId ?? null}::uuid returning 1`.execute(
    db,
  )
  if (rows.length === 0) return fail(isOwn ? NoSuchSharedProgramme : NotEnrolled)
  await sql`update shared_programme set version = version + 1 where id = ${programme.id}::uuid`.execute(db)
  emit(ParticipantLeft, { ...saidOf({ ...programme, version: programme.version + 1 }), personId: personId! })
  for (const session of await lockActivities(db, toCome(programme.id, now))) {
    const [booking] = await lockBookings(
      db,
      sql`b.activity_id = ${session.id}::uuid and b.person_id = ${personId!}::uuid and b.state in ('invited', 'accepted', 'waiting')`,
    )
    if (booking) await cancelBooking(context, booking, isOwn ? 'visitor' : 'host')
    await moveUp(context, session)
  }
})

export const listParticipants = handle(ListParticipants, async ({ programmeId, after, limit = 50 }, context) => {
  const { sql: db, caller, today, fail } = context
  const [programme] = await readProgrammes(db, sql`where p.id = ${programmeId}::uuid`)
  if (!programme || !(await holds(db, seesNetwork(caller, programme.networkId, today)))) return fail(NoSuchSharedProgramme)
  const seen = isNationalBody(caller) || (await plans(context, programme)) ? sql`true` : seesPerson(caller, sql.ref('t.person_id'), today)
  const [from] = after === undefined ? ['00000000-0000-0000-0000-000000000000'] : (decodeCursor(after, 1) as [string])
  const { rows } = await sql<{ personId: string; cohort: string | null; enrolledAt: Date; sessionsAttended: number }>`
    select t.person_id as "personId", t.cohort, t.enrolled_at as "enrolledAt", (
      select count(*)::int from booking b join activity a on a.id = b.activity_id
      where a.programme_id = t.programme_id and b.person_id = t.person_id and b.state = 'attended') as "sessionsAttended"
    from shared_programme_participant t
    where t.programme_id = ${programme.id}::uuid and t.person_id > ${from}::uuid and ${seen} order by t.person_id limit ${limit + 1}`.execute(
    db,
  )
  const items = rows.map(({ cohort, ...row }) => ({ ...row, ...(cohort !== null && { cohort }) }))
  return pageFrom(items, limit, ({ personId }) => [personId])
})
