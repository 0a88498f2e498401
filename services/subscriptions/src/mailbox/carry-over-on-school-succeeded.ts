import { SchoolSucceeded } from '@nlc/contracts/membership'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { appendMessages, lockSubscriptions, type NewMessage } from './append-messages.ts'
import { coverAt, type Opening } from './client-place.ts'
import { wantsAuthority, wantsSchool, wantsType } from './filter.ts'
import { openPlaces } from './open-places.ts'
import { readKnownAppointments } from './read-known-appointments.ts'
import { type Subscriber, tellOfAppointments } from './tell-of-appointments.ts'
import { opening } from './who-may-see-what.ts'

/**
 * What was at the one school is at the other: one message says it of all appointments. Whoever saw the one sees the other only
 * once that one's agreement is signed, and until then what happens there is held.
 */
export const carryOverOnSchoolSucceeded = react(
  'subscriptions.carry-over',
  { on: SchoolSucceeded },
  async ({ urn, successorUrn, firstDay }, change) => {
    const { sql: db, event } = change
    await opening(db)
    const { rows: saw } = await sql<{ clientId: string }>`
      select client_id as "clientId" from opened_place
      where place in (${urn}, ${successorUrn}, ${coverAt(urn)}, ${coverAt(successorUrn)}) order by 1`.execute(db)
    const { rows: sawOne } = await sql<{ clientId: string; isCover: boolean }>`
      select client_id as "clientId", place <> ${urn} as "isCover" from opened_place where place in (${urn}, ${coverAt(urn)})`.execute(db)
    const subscribers = await lockSubscriptions(db, [...new Set(saw.map(({ clientId }) => clientId))])

    const { rows: named } = await sql<{ current: string }>`
      insert into known_school (urn, current_urn) values (${successorUrn}, ${successorUrn}) on conflict (urn) do update set urn = excluded.urn
      returning current_urn as current`.execute(db)
    const current = named[0]!.current
    await sql`insert into known_school (urn, current_urn) values (${urn}, ${current}) on conflict do nothing`.execute(db)
    await sql`update known_school set current_urn = ${current} where current_urn = ${urn}`.execute(db)
    await movePlace(db, urn, current)
    await movePlace(db, coverAt(urn), coverAt(current))
    await sql`update known_staff_match set urn = ${current} where urn = ${urn}`.execute(db)

    const { rows: codes } = await sql<{ code: string }>`
      select distinct la_code as code from known_school_la where urn in (${urn}, ${successorUrn}) and first_day <= ${firstDay}::date`.execute(
      db,
    )
    const seenBefore = new Set(sawOne.map(({ clientId }) => clientId))
    await appendMessages(
      change,
      subscribers
        .filter(({ clientId }) => seenBefore.has(clientId))
        .filter(
          ({ filter }) =>
            wantsType(filter, 'school.succeeded') &&
            wantsSchool(filter, [urn, successorUrn]) &&
            (filter.laCodes === undefined || codes.some(({ code }) => wantsAuthority(filter, code))),
        )
        .map(
          ({ id, filter }): NewMessage => ({
            subscriptionId: id,
            type: 'school.succeeded',
            subjectId: urn,
            aboutPerson: false,
            places: [],
            eventId: event.id,
            occurredAt: event.recordedAt,
            data: { urn, successorUrn, firstDay },
            why: { filter },
          }),
        ),
    )
    await refreshView(change, subscribers, current)
    await openPlaces(
      change,
      sawOne.map(({ clientId, isCover }) => ({ clientId, place: isCover ? coverAt(current) : current })),
      { ending: 'school-succeeded', eventId: event.id, occurredAt: event.recordedAt },
    )
  },
)

const withPlaces = [
  'known_appointment',
  'known_visit',
  'appointment_in_view',
  'visit_in_view',
  'mailbox_message',
  'held_message',
  'snapshot_appointment',
]

async function movePlace(db: Sql, from: string, to: string): Promise<void> {
  for (const table of withPlaces)
    await sql`
      update ${sql.table(table)} set places = array(select distinct unnest(array_replace(places, ${from}, ${to})))
      where places @> array[${from}]::text[]`.execute(db)
  await sql`
    update opened_place o set place = ${to} where place = ${from}
      and not exists (select from opened_place t where t.client_id = o.client_id and t.place = ${to})`.execute(db)
  await sql`delete from opened_place where place = ${from}`.execute(db)
}

/** What roles carried over before this was heard looked like an end at the one school. */
async function refreshView(change: Opening, subscribers: readonly Subscriber[], place: string): Promise<void> {
  const { rows: inView } = await sql<{ subscriptionId: string; id: string }>`
    select subscription_id as "subscriptionId", appointment_id as id from appointment_in_view where places @> array[${place}]::text[]`.execute(
    change.sql,
  )
  const records = await readKnownAppointments(change.sql, [...new Set(inView.map(({ id }) => id))])
  for (const subscriber of subscribers) {
    const told = new Set(inView.filter(({ subscriptionId }) => subscriptionId === subscriber.id).map(({ id }) => id))
    const own = records.filter(({ id }) => told.has(id))
    await tellOfAppointments(
      change,
      [subscriber],
      own.map((record) => ({ record, happened: 'carried-over', eventId: undefined, occurredAt: change.now })),
    )
  }
}
