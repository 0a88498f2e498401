/**
 * Schools that close, and schools that carry them on. A school that closes and that no other carries on ends what is held through it;
 * whether another does is often said a moment later, in the same import of the register, so that is waited for.
 */
import {
  SchoolChanged,
  SchoolClosed,
  SchoolSucceeded,
  SuccessionDeclined,
  SuccessionExpected,
  SuccessionLeftOpen,
} from '@nlc/contracts/membership'
import { type Change, react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { endAppointmentsOfClosedSchool } from './end-appointments-of-closed-school.ts'
import { settlingEvents as emits, type SettlingEvent } from './settle-appointments.ts'
import { settleAppointmentsAt } from './settle-appointments-at.ts'

const hourMs = 60 * 60_000
type Context = Pick<Change<SettlingEvent>, 'sql' | 'emit' | 'now' | 'today' | 'enqueue'>

/** It is not, or no longer, one that ended without a successor. */
async function goesOn(change: Context, urn: string): Promise<void> {
  const { rows } = await sql`delete from ended_school where urn = ${urn} returning true`.execute(change.sql)
  if (rows.length > 0) await settleAppointmentsAt(change, [urn])
}

const awaitSuccession = (db: Sql, urn: string) =>
  sql`insert into awaited_succession (urn) values (${urn}) on conflict do nothing`.execute(db)

export const settleAppointmentsOnSchoolClosed = react(
  'roles.settle-on-school-closed',
  { on: SchoolClosed, emits },
  async ({ urn }, change) => {
    const runAt = new Date(change.now.getTime() + hourMs)
    await change.enqueue(endAppointmentsOfClosedSchool, { urn }, { key: urn, runAt })
  },
)

export const settleAppointmentsOnSchoolChanged = react(
  'roles.settle-on-school-changed',
  { on: SchoolChanged, emits },
  async ({ urn, status }, change) => {
    if (status !== '2') await goesOn(change, urn)
    else await change.enqueue(endAppointmentsOfClosedSchool, { urn }, { key: urn, runAt: new Date(change.now.getTime() + hourMs) })
  },
)

export const settleAppointmentsOnSuccessionExpected = react(
  'roles.settle-on-succession-expected',
  { on: SuccessionExpected, emits },
  async ({ urn }, change) => {
    await awaitSuccession(change.sql, urn)
    await goesOn(change, urn)
  },
)

export const settleAppointmentsOnSuccessionLeftOpen = react(
  'roles.settle-on-succession-left-open',
  { on: SuccessionLeftOpen, emits },
  async ({ urn }, change) => {
    await awaitSuccession(change.sql, urn)
    await goesOn(change, urn)
  },
)

export const settleAppointmentsOnSuccessionDeclined = react(
  'roles.settle-on-succession-declined',
  { on: SuccessionDeclined, emits },
  async ({ urn }, { sql: db, enqueue }) => {
    await sql`delete from awaited_succession where urn = ${urn}`.execute(db)
    await enqueue(endAppointmentsOfClosedSchool, { urn }, { key: urn })
  },
)

/** One event says it all: what the school released beforehand is released by the one that carries it on. */
export const settleAppointmentsOnSchoolSucceeded = react(
  'roles.settle-on-school-succeeded',
  { on: SchoolSucceeded, emits },
  async ({ urn, successorUrn, firstDay }, change) => {
    await sql`delete from awaited_succession where urn = ${urn}`.execute(change.sql)
    await sql`delete from ended_school where urn = ${urn}`.execute(change.sql)
    await sql`
      update standing_release set urn = ${successorUrn}, updated_at = now()
      where urn = ${urn} and make_date(left(academic_year, 4)::int + 1, 8, 31) >= ${firstDay}::date`.execute(change.sql)
    await settleAppointmentsAt(change, [urn, successorUrn])
  },
)
