import { NoSuchSchool } from '@nlc/contracts/membership'
import {
  AssuranceDaysWrong,
  AssuranceGiven,
  AssuranceWithdrawn,
  BookingEscortChanged,
  GiveAssurance,
  ListAssurances,
  NoSuchAssurance,
  NotEmployedThere,
  type Assurance as Shown,
  WithdrawAssurance,
} from '@nlc/contracts/scheduling'
import { plusDays } from '@nlc/known/day'
import { type Change, handle, idCursor, isNationalBody, newId, pageFrom, type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { lockActivities } from '../activities/activity.ts'
import { changeBooking, lockBookings, saidOf as saidOfBooking } from '../bookings/booking.ts'
import { actingPerson, holds, maySignFor, resolvePerson, worksAt } from '../standing.ts'

type Assurance = Omit<Static<typeof Shown>, 'givenAt'> & { readonly givenAt: Date }

const maxDays = 3 * 366

/** `v` is the assurance. */
async function readAssurances(db: Sql, rest: RawBuilder<unknown>): Promise<Assurance[]> {
  const { rows } = await sql<WithoutNulls<Assurance>>`
    select v.id, v.version, v.person_id as "personId", v.urn, v.first_day as "firstDay", v.last_day as "lastDay", v.withdrawn_on as "withdrawnOn",
      v.given_by as "givenBy", v.given_at as "givenAt"
    from assurance v ${rest}`.execute(db)
  return rows.map(withoutNulls) as Assurance[]
}

const saidOf = ({ id: assuranceId, personId, urn, firstDay, lastDay }: Assurance) => ({ assuranceId, personId, urn, firstDay, lastDay })

export const giveAssurance = handle(GiveAssurance, async ({ personId: named, urn, firstDay, lastDay }, context) => {
  const { sql: db, caller, now, today, emit, fail } = context
  if (!(await maySignFor(db, caller, today, { urn }))) fail(NoSuchSchool)
  const personId = await resolvePerson(db, named)
  if (personId === undefined || !(await holds(db, worksAt(personId, urn, firstDay))))
    return fail(NotEmployedThere, { personId: named, urn })
  const earliestLastDay = firstDay > today ? firstDay : today
  const latestLastDay = plusDays(firstDay, maxDays - 1)
  if (lastDay < earliestLastDay || lastDay > latestLastDay) return fail(AssuranceDaysWrong, { earliestLastDay, latestLastDay })

  const id = newId()
  const givenBy = (await actingPerson(db, caller, today))!
  await sql`
    insert into assurance (id, person_id, urn, first_day, last_day, given_by, given_at)
    values (${id}, ${personId}, ${urn}, ${firstDay}, ${lastDay}, ${givenBy}, ${now.toISOString()}::timestamptz)`.execute(db)
  const [given] = await readAssurances(db, sql`where v.id = ${id}`)
  emit(AssuranceGiven, saidOf(given!))
  await settleEscorts(context, personId)
  return given!
})

export const withdrawAssurance = handle(WithdrawAssurance, async ({ assuranceId }, context) => {
  const { sql: db, caller, today, emit, fail, checkVersion } = context
  const [assurance] = await readAssurances(db, sql`where v.id = ${assuranceId}::uuid for update`)
  if (!assurance || !(await maySignFor(db, caller, today, { urn: assurance.urn }))) return fail(NoSuchAssurance)
  checkVersion(assurance)
  if (assurance.withdrawnOn !== undefined) return assurance
  await sql`update assurance set version = version + 1, withdrawn_on = ${today} where id = ${assurance.id}::uuid`.execute(db)
  emit(AssuranceWithdrawn, { ...saidOf(assurance), withdrawnOn: today })
  await settleEscorts(context, assurance.personId)
  return (await readAssurances(db, sql`where v.id = ${assurance.id}::uuid`))[0]!
})

export const listAssurances = handle(ListAssurances, async ({ urn, personId, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  if (!isNationalBody(caller) && !(await maySignFor(db, caller, today, { urn }))) fail(NoSuchSchool)
  const ofPerson = personId === undefined ? sql`true` : sql`v.person_id = now_called(${personId}::uuid)`
  const rows = await readAssurances(
    db,
    sql`where v.urn = ${urn} and ${ofPerson} and v.id > ${idCursor(after)}::uuid order by v.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

/** Whether they go unescorted in what lies ahead. */
async function settleEscorts({ sql: db, now, emit }: Change<typeof BookingEscortChanged>, personId: string): Promise<void> {
  const changed = sql`b.person_id = ${personId}::uuid and b.state in ('accepted', 'waiting') and b.ends_at > ${now.toISOString()}::timestamptz
    and b.escorted = is_assured(b.person_id, (b.starts_at at time zone 'Europe/London')::date)`
  await lockActivities(db, sql`a.id in (select b.activity_id from booking b where ${changed})`)
  for (const { id } of await lockBookings(db, changed))
    emit(BookingEscortChanged, saidOfBooking(await changeBooking(db, id, sql`escorted = not b.escorted`)))
}
