import type { DataOf } from '@nlc/contracts/define'
import { SchoolChanged, SchoolClosed, SchoolRegistered } from '@nlc/contracts/membership'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** Filters follow the dated code; a code without a first day has held ever since. */
async function keep(
  db: Sql,
  { urn, laCode, laFirstDay }: Pick<DataOf<typeof SchoolRegistered>, 'urn' | 'laCode' | 'laFirstDay'>,
): Promise<void> {
  await sql`insert into known_school (urn, current_urn) values (${urn}, ${urn}) on conflict do nothing`.execute(db)
  if (laCode === undefined) return
  const since = laFirstDay ?? '-infinity'
  await sql`delete from known_school_la where urn = ${urn} and first_day >= ${since}::date`.execute(db)
  await sql`insert into known_school_la (urn, la_code, first_day) values (${urn}, ${laCode}, ${since}::date)`.execute(db)
}

export const keepSchoolOnSchoolTold = [
  react('subscriptions.keep-registered-school', { on: SchoolRegistered }, (school, { sql: db }) => keep(db, school)),
  react('subscriptions.keep-changed-school', { on: SchoolChanged }, (school, { sql: db }) => keep(db, school)),
  react('subscriptions.keep-closed-school', { on: SchoolClosed }, (school, { sql: db }) => keep(db, school)),
] as const
