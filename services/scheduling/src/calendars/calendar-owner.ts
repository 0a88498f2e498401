/** Whose terms they are, and who keeps them. */
import type { CalendarOwner as Shown } from '@nlc/contracts/scheduling'
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { actingPerson, maySignFor } from '../standing.ts'

export type CalendarOwner = Static<typeof Shown>

/** Of an owner's terms in one year. */
export const calendarId = ({ kind, reference }: CalendarOwner, academicYear: string): string => `${kind}/${reference}/${academicYear}`

const isUuid = (reference: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(reference)

/** There is such an owner, and the caller keeps its calendar. */
export async function keepsCalendar(db: Sql, caller: Caller, today: string, owner: CalendarOwner): Promise<boolean> {
  if (!(await exists(db, owner))) return false
  if (isNationalBody(caller)) return true
  const { kind, reference } = owner
  if (kind === 'school') return maySignFor(db, caller, today, { urn: reference })
  if (kind === 'trust') return maySignFor(db, caller, today, { groupId: reference })
  return kind === 'local-authority' && (await isOfficerOf(db, caller, today, reference))
}

async function exists(db: Sql, { kind, reference }: CalendarOwner): Promise<boolean> {
  switch (kind) {
    case 'national':
      return reference === 'england'
    case 'local-authority':
      return /^\d{3}$/.test(reference)
    case 'school':
      return found(db, sql`select from known_school where urn = ${reference}`)
    case 'trust':
      return (
        isUuid(reference) &&
        found(
          db,
          sql`select from known_school_group where id = ${reference}::uuid and kind in ('multi-academy-trust', 'single-academy-trust')`,
        )
      )
  }
}

async function isOfficerOf(db: Sql, caller: Caller, today: string, laCode: string): Promise<boolean> {
  const personId = await actingPerson(db, caller, today)
  return (
    personId !== undefined &&
    found(
      db,
      sql`
        select from known_employment_place
        where person_id = ${personId}::uuid and employer_kind = 'local-authority' and employer_reference = ${laCode}
          and staff_category = 'authority-officer' and ${today}::date between first_day and coalesce(last_day, 'infinity')`,
    )
  )
}

async function found(db: Sql, query: ReturnType<typeof sql>): Promise<boolean> {
  return (await query.execute(db)).rows.length > 0
}
