/** Who took part in what, and of which programme it was a session: what scheduling says of it may be evidence. */
import type { DataOf, Event } from '@nlc/contracts/define'
import {
  ActivityProposed,
  AttendanceRecorded,
  BookingMoved,
  SharedProgrammeRevised,
  SharedProgrammeStarted,
} from '@nlc/contracts/scheduling'
import { knowPerson } from '@nlc/known'
import { dayInLondon, type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'

/** Guests have no record of their own. A booking that is united with another record is told as moved. */
async function keepAttendance({ booking }: DataOf<typeof AttendanceRecorded>, { sql: db, event }: ReactionContext<never>): Promise<void> {
  const { id, personId, activityId, kind, urn, startsAt, state } = booking
  if (personId === undefined) return
  await sql`
    insert into known_attendance (booking_id, version, person_id, activity_id, kind, urn, day, attended)
    values (${id}, ${event.version}, ${await knowPerson(db, personId)}, ${activityId}, ${kind}, ${urn ?? null},
      ${dayInLondon(new Date(startsAt))}, ${state === 'attended'})
    on conflict (booking_id) do update set version = excluded.version, person_id = excluded.person_id, day = excluded.day,
      attended = excluded.attended
    where excluded.version > known_attendance.version`.execute(db)
}

async function keepProgramme(
  { programme }: DataOf<typeof SharedProgrammeStarted>,
  { sql: db, event }: ReactionContext<never>,
): Promise<void> {
  await sql`
    insert into known_shared_programme (id, version, title) values (${programme.id}, ${event.version}, ${programme.title})
    on conflict (id) do update set version = excluded.version, title = excluded.title
    where excluded.version > known_shared_programme.version`.execute(db)
}

const on = <E extends Event>(what: string, event: E, keep: unknown) => react(`recognition.keep-${what}`, { on: event }, keep as never)

export const keepAttendanceOnAttendanceTold = [
  on('attendance-recorded', AttendanceRecorded, keepAttendance),
  on('attendance-moved', BookingMoved, keepAttendance),
  on('programme-started', SharedProgrammeStarted, keepProgramme),
  on('programme-revised', SharedProgrammeRevised, keepProgramme),
  react('recognition.keep-session', { on: ActivityProposed }, async ({ activity }, { sql: db }) => {
    if (activity.programmeId === undefined) return
    await sql`
      insert into known_session (activity_id, programme_id) values (${activity.id}, ${activity.programmeId}) on conflict do nothing`.execute(
      db,
    )
  }),
] as const
