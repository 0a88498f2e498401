import { GetPersonAllowance, PersonAllowanceSet, SetPersonAllowance } from '@nlc/contracts/roles'
import { handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'

const read = async (db: Sql) =>
  (
    await sql<{ maxMinutesPerWeek: number; version: number }>`
      select max_minutes_per_week as "maxMinutesPerWeek", version from person_allowance`.execute(db)
  ).rows[0]!

export const setPersonAllowance = handle(SetPersonAllowance, async ({ maxMinutesPerWeek }, { sql: db, emit }) => {
  const { rows } = await sql`
    update person_allowance set max_minutes_per_week = ${maxMinutesPerWeek}, version = version + 1
    where max_minutes_per_week <> ${maxMinutesPerWeek} returning true`.execute(db)
  if (rows.length > 0) emit(PersonAllowanceSet, { allowance: 'national', maxMinutesPerWeek })
  return read(db)
})

export const getPersonAllowance = handle(GetPersonAllowance, (_input, { sql: db }) => read(db))
