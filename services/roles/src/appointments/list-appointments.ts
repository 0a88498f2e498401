import { ListAppointments } from '@nlc/contracts/roles'
import { decodeCursor, handle, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Predicate } from '../standing.ts'
import type { Appointment } from './appointment.ts'
import { goneSince, near, seesHeldRow, selectAppointments, standing, touchedSince, type View } from './appointments-in-view.ts'
import { isAt } from './settle-appointments-at.ts'
import { shownAppointment } from './shown-appointment.ts'

export const listAppointments = handle(ListAppointments, async (input, { sql: db, caller, today }) => {
  const { personId, urn, networkId, roleCode, subject, state, asAt, asKnownAt, updatedSince, after, limit = 50 } = input
  const view: View = { caller, today }
  const [from] = decodeCursor(after, 1) ?? []
  const until = await updatedUntil(db)

  const filters: Predicate[] = [sql`true`]
  if (personId) filters.push(sql`a.person_id = now_called(${personId}::uuid)`)
  if (networkId) filters.push(sql`a.network_id = ${networkId}::uuid`)
  if (roleCode) filters.push(sql`a.role_code = ${roleCode}`)
  if (subject) filters.push(sql`a.subject = ${subject}`)
  if (urn) filters.push(isAt([urn]))
  const isOn = (day: RawBuilder<unknown>) => sql`${day} between p."firstDay" and coalesce(p."lastDay", 'infinity')`
  const somePeriod = (condition: RawBuilder<unknown>) => sql<boolean>`exists (
    select from jsonb_to_recordset(a.periods) as p("firstDay" date, "lastDay" date, urn text) where ${condition})`
  const matches = (day: RawBuilder<unknown>): Predicate => {
    const shown = sql`appointment_state(a.stage, a.periods, ${day})`
    const asked: Predicate[] = [...filters, state === undefined ? sql`${shown} <> 'voided'` : sql`${shown} = ${state}`]
    if (asAt !== undefined) {
      asked.push(sql`a.stage = 'confirmed'`)
      asked.push(somePeriod(urn === undefined ? isOn(day) : sql`${isOn(day)} and p.urn = ${urn}`))
    }
    return sql<boolean>`(${sql.join(asked, sql` and `)})`
  }

  const day = asAt ?? today
  const isNarrow = [personId, urn, networkId].some((said) => said !== undefined) || state === 'voided' || asKnownAt !== undefined
  const within =
    updatedSince !== undefined ? sql`a.id in (${touchedSince(view, updatedSince)})` : isNarrow ? sql`true` : await near(db, view)
  const { rows } = await sql<Appointment & { recordedAt: Date }>`
    ${selectAppointments(standing(asKnownAt))}
    where ${within} and ${matches(sql`${day}::date`)} and ${seesHeldRow(view)} ${from === undefined ? sql`` : sql`and a.id > ${from}::uuid`}
    order by a.id limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, ({ id }) => [id])
  const gone =
    updatedSince === undefined || after !== undefined
      ? undefined
      : await goneSince(db, view, updatedSince, (then) => matches(asAt === undefined ? then : sql`${asAt}::date`))
  return { ...page, items: page.items.map((row) => shownAppointment(row, day, row.recordedAt)), updatedUntil: until, gone }
})
