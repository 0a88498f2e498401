import type { DataOf } from '@nlc/contracts/define'
import { SchoolChanged, SchoolClosed, SchoolRegistered } from '@nlc/contracts/membership'
import { type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'

/** Each event has the whole of a school; its code of an authority is that of a day, and the codes before stay. */
async function keep(school: DataOf<typeof SchoolRegistered>, { sql: db }: Pick<ReactionContext<never>, 'sql'>): Promise<void> {
  const { urn, name, status, phase, typeCode, latitude, longitude, firstDay, lastDay, laCode, establishmentNumber, laFirstDay } = school
  await sql`
    insert into known_school (urn, name, status, phase, type_code, latitude, longitude, first_day, last_day)
    values (${urn}, ${name}, ${status}, ${phase ?? null}, ${typeCode ?? null}, ${latitude ?? null}, ${longitude ?? null},
      ${firstDay ?? null}, ${lastDay ?? null})
    on conflict (urn) do update set name = excluded.name, status = excluded.status, phase = excluded.phase, type_code = excluded.type_code,
      latitude = excluded.latitude, longitude = excluded.longitude,
      first_day = excluded.first_day, last_day = excluded.last_day`.execute(db)
  const since = laFirstDay ?? '-infinity'
  await sql`delete from known_school_local_authority where urn = ${urn} and first_day >= ${since}::date`.execute(db)
  if (laCode === undefined) return
  await sql`
    insert into known_school_local_authority (urn, la_code, establishment_number, first_day)
    values (${urn}, ${laCode}, ${establishmentNumber ?? null}, ${since}::date)`.execute(db)
}

export const keepSchoolOnSchoolRegistered = react('known.keep-school-registered', { on: SchoolRegistered }, keep)
export const keepSchoolOnSchoolChanged = react('known.keep-school-changed', { on: SchoolChanged }, keep)
export const keepSchoolOnSchoolClosed = react('known.keep-school-closed', { on: SchoolClosed }, keep)
