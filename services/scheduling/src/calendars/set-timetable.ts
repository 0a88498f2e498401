import { NoSuchSchool } from '@nlc/contracts/membership'
import { GetTimetable, SetTimetable, TimetableSet, TimetableWrong } from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { schoolExists } from './calendar-entry.ts'
import { keepsCalendar } from './calendar-owner.ts'
import { readTimetable } from './timetable.ts'

export const setTimetable = handle(SetTimetable, async ({ urn, periods }, { sql: db, caller, today, emit, fail, checkVersion }) => {
  if (!(await keepsCalendar(db, caller, today, { kind: 'school', reference: urn }))) fail(NoSuchSchool)
  const wrong = periods.find(({ startsAt, endsAt }, i) => endsAt <= startsAt || (i > 0 && startsAt < periods[i - 1]!.endsAt))
  if (wrong) fail(TimetableWrong, { label: wrong.label })
  await sql`select from timetable where urn = ${urn} for update`.execute(db)
  const { version } = await readTimetable(db, urn)
  if (version !== undefined) checkVersion({ version })
  await sql`
    insert into timetable as t (urn, periods) values (${urn}, ${JSON.stringify(periods)}::jsonb)
    on conflict (urn) do update set periods = excluded.periods, version = t.version + 1`.execute(db)
  emit(TimetableSet, { urn, periods })
  return readTimetable(db, urn)
})

export const getTimetable = handle(GetTimetable, async ({ urn }, { sql: db, fail }) => {
  if (!(await schoolExists(db, urn))) fail(NoSuchSchool)
  return readTimetable(db, urn)
})
