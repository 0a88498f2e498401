import type { BookingAccepted, BookingInvited, BookingWaiting } from '@nlc/contracts/scheduling'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Activity } from '../activities/activity.ts'
import { openDiaries } from '../bookings/diary.ts'
import { howTheyCome, isHindered } from '../bookings/how-they-come.ts'
import { inviteTo, whatHindersInviting } from '../bookings/invite.ts'
import { takePlace } from '../bookings/places.ts'

type Booking = Change<typeof BookingAccepted | typeof BookingWaiting | typeof BookingInvited>

/** All who take part in the programme of which it is a session. It is locked. */
export async function bookParticipants(change: Booking, session: Activity): Promise<void> {
  if (session.programmeId === undefined) return
  // Whoever is being enrolled is waited for: their enrolment does not see this session yet.
  await sql`select from shared_programme where id = ${session.programmeId}::uuid for share`.execute(change.sql)
  const { rows } = await sql<{ personId: string }>`
    select person_id as "personId" from shared_programme_participant where programme_id = ${session.programmeId}::uuid
    order by enrolled_at, person_id`.execute(change.sql)
  await bookForSession(
    change,
    session,
    rows.map(({ personId }) => personId),
  )
}

/** A place for each who can come; who cannot is invited, and sees to it. Who has none in the network any more is left out. */
export async function bookForSession(change: Booking, session: Activity, personIds: readonly string[]): Promise<void> {
  const { sql: db } = change
  const takenFrom = (await isInduction(db, session.programmeId!)) ? ('early-career-induction' as const) : undefined
  await openDiaries(db, personIds)
  for (const personId of personIds) {
    if (await whatHindersInviting(db, session, personId)) continue
    const coming = await howTheyCome(db, session, { personId, takenFrom })
    if (isHindered(coming)) await inviteTo(change, session, personId)
    else await takePlace(change, session, { personId, coming })
  }
}

/** The time that early-career teachers have for their induction is what it is for. */
async function isInduction(db: Sql, programmeId: string): Promise<boolean> {
  const { rows } = await sql`select from shared_programme where id = ${programmeId}::uuid and kind = 'induction'`.execute(db)
  return rows.length > 0
}
