import { ListEmployments } from '@nlc/contracts/membership'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { seesEmployment, selectEmployments, somePeriod } from './employments-in-view.ts'
import { type EmploymentRow, shownEmployment } from './shown-employment.ts'

export const listEmployments = handle(
  ListEmployments,
  async ({ urn, personId, staffCategory, asAt, asKnownAt, after, limit = 50 }, { sql: db, caller, today }) => {
    const day = asAt ?? (personId === undefined ? today : undefined)
    const meets = sql`true
      ${day === undefined ? sql`` : sql`and ${day}::date between p.first_day and coalesce(p.last_day, 'infinity')`}
      ${urn === undefined ? sql`` : sql`and ${urn} = any (p.urns)`}
      ${staffCategory === undefined ? sql`` : sql`and p.staff_category = ${staffCategory}`}`
    // What stands is found by where it is worked; what was known before is not indexed so.
    const nearby =
      urn === undefined || asKnownAt !== undefined
        ? sql`true`
        : sql`e.id in (select employment_id from employment_place where urn = ${urn})`
    const ofPerson =
      personId === undefined
        ? sql`true`
        : sql`
      e.person_id in (select k.id from person k join person p on k.id = p.id or k.id = p.merged_into or k.merged_into = p.id where p.id = ${personId}::uuid)`
    const { rows } = await sql<EmploymentRow>`
      ${selectEmployments(asKnownAt)}
      where e.id > ${idCursor(after)}::uuid and not e.voided and ${nearby} and ${ofPerson}
        and ${somePeriod(asKnownAt, meets)} and ${seesEmployment(caller, today, asKnownAt)}
      order by e.id limit ${limit + 1}`.execute(db)
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map((row) => shownEmployment(row, day ?? today)) }
  },
)
