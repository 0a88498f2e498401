/** Tells subscriptions of appointments: each what it may see and asked for, where that is news to it. */
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { appendMessages, holdMessages, type NewMessage } from './append-messages.ts'
import { type Filter, wantsAuthority, wantsRole, wantsSchool, wantsType } from './filter.ts'
import { type Happened, messageOfAppointment } from './message-of-appointment.ts'
import { tellWhatTookEffect } from './tell-what-took-effect.ts'
import { type Appointment, type AppointmentData, type Period, type VisibleAppointment, visibleAppointment } from './visible-appointment.ts'

/** A subscription whose row is locked. */
export interface Subscriber {
  readonly id: string
  readonly clientId: string
  readonly filter: Filter
}

export interface ToTell {
  readonly record: Appointment
  readonly happened: Happened
  /** None where sharing starts: then nothing happened to the appointment. */
  readonly eventId: string | undefined
  readonly occurredAt: Date
}

/** What the places of some appointments are, and what is known about who may see them; read once for all that is told together. */
export interface Surroundings {
  readonly placeOf: (period: Period) => string | undefined
  readonly laCodeOn: (urn: string, day: string) => string | undefined
  readonly opened: (clientId: string, place: string) => { readonly agreementId: string; readonly held: boolean } | undefined
  readonly isLeftOut: (clientId: string, personId: string) => boolean
  readonly isErased: (personId: string) => boolean
  readonly matchOf: (clientId: string, personId: string, places: readonly string[]) => Match | undefined
  readonly toldTo: (subscriptionId: string, appointmentId: string) => Told | undefined
}

export interface Match {
  readonly recipientRef: string
  readonly urn: string
  readonly matchedBy: string
}

interface Told {
  readonly version: number
  readonly places: readonly string[]
  readonly data: AppointmentData
}

type Telling = Pick<Change<never>, 'sql' | 'now' | 'today' | 'enqueue' | 'afterCommit'>

/**
 * @param subscribers their rows are locked (see `lockSubscriptions`), and who is not among them is told nothing.
 * @param toTell no appointment twice.
 */
export async function tellOfAppointments(change: Telling, subscribers: readonly Subscriber[], toTell: readonly ToTell[]): Promise<void> {
  if (subscribers.length === 0 || toTell.length === 0) return
  const { sql: db, today } = change
  const around = await readSurroundings(db, subscribers, toTell)
  const numbered: NewMessage[] = []
  const held: NewMessage[] = []
  const inView: object[] = []
  const outOfView: { subscriptionId: string; appointmentId: string }[] = []
  const effectDays = new Set<string>()
  const toldNow = new Set<string>()
  const isTold = (subscriptionId: string, appointmentId: string) =>
    toldNow.has(`${subscriptionId} ${appointmentId}`) || around.toldTo(subscriptionId, appointmentId) !== undefined

  for (const one of toTell) {
    for (const subscriber of subscribers) {
      const { record, happened } = one
      if (!wantsRole(subscriber.filter, record)) continue
      const told = around.toldTo(subscriber.id, record.id)
      // What was told of who is left out stays as it was told; it is caught up with when they are taken in again.
      if (around.isErased(record.personId) || around.isLeftOut(subscriber.clientId, record.personId)) continue
      const visible = seenBy(subscriber, record, around, today)
      // A school that is under another authority now is none that was asked for; nothing happened to the appointment.
      if (
        !visible &&
        told &&
        subscriber.filter.laCodes &&
        seenBy({ ...subscriber, filter: anyAuthority(subscriber.filter) }, record, around, today)
      )
        continue
      const telling = messageOfAppointment(told?.data, visible, happened)
      if (!telling) continue

      // It never was: said of what was told, as far as it may be seen still.
      const voids = telling === 'appointment.voided'
      const shown = voids ? seenBy({ ...subscriber, filter: anyAuthority(subscriber.filter) }, told!.data, around, today) : visible
      if (voids) outOfView.push({ subscriptionId: subscriber.id, appointmentId: record.id })
      if (!shown) continue
      const { places } = shown
      const data = voids ? voided(shown.data, record, happened) : withCover(shown.data, (covers) => isTold(subscriber.id, covers))
      const sharedBy = places.flatMap((place) => {
        const right = around.opened(subscriber.clientId, place)
        return right ? [{ place, ...right }] : []
      })
      if (!voids) {
        toldNow.add(`${subscriber.id} ${record.id}`)
        const passed = happened === 'reported' && data.firstDay <= today
        inView.push({
          subscriptionId: subscriber.id,
          appointmentId: record.id,
          version: telling === 'quiet' && told ? told.version : record.version,
          personId: data.personId,
          places,
          data,
          effectTold: passed ? data.firstDay : null,
        })
        if (!passed && wantsType(subscriber.filter, 'appointment.took-effect')) effectDays.add(data.firstDay)
      }
      if (telling === 'quiet' || !wantsType(subscriber.filter, telling)) continue
      const match = around.matchOf(subscriber.clientId, data.personId, places)
      const message: NewMessage = {
        subscriptionId: subscriber.id,
        type: telling,
        subjectId: data.personId,
        aboutPerson: true,
        places,
        eventId: one.eventId,
        occurredAt: one.occurredAt,
        data: { ...data, ...(told && { supersedes: told.version }), ...(match && { recipientRef: match.recipientRef }) },
        why: {
          filter: subscriber.filter,
          sharedBy: sharedBy.map(({ place, agreementId }) => ({ place, agreementId })),
          match,
          appointment: { id: record.id, version: record.version, event: happened },
        },
      }
      ;(sharedBy.some((right) => right.held) ? held : numbered).push(message)
    }
  }

  await keepInView(db, inView, outOfView)
  await holdMessages(db, held)
  await appendMessages(change, numbered)
  await enqueueEffects(change, effectDays)
}

const anyAuthority = ({ laCodes: _, ...filter }: Filter): Filter => filter

/** What a subscription may see of it and asked for. */
function seenBy(
  { clientId, filter }: Subscriber,
  record: Appointment,
  around: Surroundings,
  today: string,
): VisibleAppointment | undefined {
  const isShown = (period: Period, place: string): boolean => {
    if (!around.opened(clientId, place)) return false
    const urns = period.urn === undefined ? [] : [period.urn, place]
    if (!wantsSchool(filter, urns)) return false
    const day = clamped(today, period)
    return filter.laCodes === undefined || (period.urn !== undefined && wantsAuthority(filter, around.laCodeOn(period.urn, day)))
  }
  return visibleAppointment(record, around.placeOf, isShown, today)
}

/** The school's code is that of the day, or of the nearest on which it is held there. */
const clamped = (day: string, { firstDay, lastDay }: Period) =>
  day < firstDay ? firstDay : lastDay !== undefined && day > lastDay ? lastDay : day

/** That somebody else is paused is not told to whom it is not shared. */
function withCover(data: AppointmentData, isTold: (appointmentId: string) => boolean): AppointmentData {
  const { covers, ...rest } = data
  return covers !== undefined && isTold(covers) ? data : rest
}

/** Nothing is told with it that was not told before, but why it was voided: as the duplicate of another. */
const voided = (told: AppointmentData, { version, recordedAt, endReason }: Appointment, happened: Happened): AppointmentData => ({
  ...told,
  version,
  recordedAt,
  state: 'voided',
  ...(happened === 'voided' && endReason !== undefined && { endReason }),
})

interface Read {
  readonly told: readonly (Told & { subscriptionId: string; appointmentId: string })[]
  readonly rights: readonly { clientId: string; place: string; agreementId: string; held: boolean }[]
  readonly excluded: readonly { clientId: string; personId: string }[]
  readonly matches: readonly (Match & { clientId: string; personId: string })[]
  readonly schools: readonly { urn: string; current: string; codes: readonly { code: string; firstDay: string }[] }[]
}

/** In one statement, since every event that is told waits for it. */
export async function readSurroundings(db: Sql, subscribers: readonly Subscriber[], toTell: readonly ToTell[]): Promise<Surroundings> {
  const records = toTell.map(({ record }) => record)
  const clients = sql`${[...new Set(subscribers.map(({ clientId }) => clientId))]}::text[]`
  const people = sql`${[...new Set(records.map(({ personId }) => personId))]}::uuid[]`
  const urns = sql`${[...new Set(records.flatMap(({ periods }) => periods.flatMap(({ urn }) => urn ?? [])))]}::text[]`
  const ids = records.flatMap(({ id, covers }) => (covers ? [id, covers] : [id]))
  const { rows } = await sql<Read>`
    with told as materialized (
      select subscription_id, appointment_id, version, places, data from appointment_in_view
      where subscription_id = any (${subscribers.map(({ id }) => id)}::uuid[]) and appointment_id = any (${ids}::uuid[])
    ), place as materialized (
      select unnest(places) as place from known_appointment where id = any (${ids}::uuid[]) union select unnest(places) from told
    )
    select
      (select coalesce(jsonb_agg(jsonb_build_object('subscriptionId', subscription_id, 'appointmentId', appointment_id, 'version', version,
        'places', places, 'data', data)), '[]') from told) as told,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', o.client_id, 'place', o.place, 'agreementId', o.agreement_id, 'held', o.held)), '[]')
        from opened_place o join place p on p.place = o.place where o.client_id = any (${clients})) as rights,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', x.client_id, 'personId', x.person_id)), '[]') from (
        select client_id, person_id from known_exclusion where client_id = any (${clients}) and person_id = any (${people})
        union all select '*', person_id from known_person where erased_at is not null and person_id = any (${people})) x) as excluded,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', m.client_id, 'personId', m.person_id, 'recipientRef', m.recipient_ref,
        'urn', m.urn, 'matchedBy', m.matched_by) order by m.match_id), '[]')
        from known_staff_match m where m.client_id = any (${clients}) and m.person_id = any (${people})) as matches,
      (select coalesce(jsonb_agg(jsonb_build_object('urn', u.urn, 'current', coalesce(k.current_urn, u.urn), 'codes', (
          select coalesce(jsonb_agg(jsonb_build_object('code', la.la_code, 'firstDay', la.first_day) order by la.first_day), '[]')
          from known_school_la la where la.urn in (u.urn, k.current_urn)))), '[]')
        from (select unnest(${urns}) union select p ->> 'urn' from told, jsonb_array_elements(data -> 'periods') p where p ? 'urn') u(urn)
        left join known_school k on k.urn = u.urn) as schools`.execute(db)
  const { told, rights, excluded, matches, schools } = rows[0]!

  const key = (...parts: readonly string[]) => parts.join(' ')
  const schoolOf = new Map(schools.map((school) => [school.urn, school]))
  const rightOf = new Map(rights.map(({ clientId, place, agreementId, held }) => [key(clientId, place), { agreementId, held }]))
  const leftOut = new Set(excluded.map(({ clientId, personId }) => key(clientId, personId)))
  const toldOf = new Map(told.map(({ subscriptionId, appointmentId, ...one }) => [key(subscriptionId, appointmentId), one]))
  return {
    placeOf: ({ urn, groupId }) => (urn === undefined ? groupId : (schoolOf.get(urn)?.current ?? urn)),
    laCodeOn: (urn, day) => schoolOf.get(urn)?.codes.findLast(({ firstDay }) => firstDay === '-infinity' || firstDay <= day)?.code,
    opened: (clientId, place) => rightOf.get(key(clientId, place)),
    isLeftOut: (clientId, personId) => leftOut.has(key(clientId, personId)),
    isErased: (personId) => leftOut.has(key('*', personId)),
    matchOf(clientId, personId, at) {
      const own = matches.filter((match) => match.clientId === clientId && match.personId === personId)
      const match = own.find(({ urn }) => at.includes(urn)) ?? own[0]
      return match && { recipientRef: match.recipientRef, urn: match.urn, matchedBy: match.matchedBy }
    },
    toldTo: (subscriptionId, appointmentId) => toldOf.get(key(subscriptionId, appointmentId)),
  }
}

async function keepInView(
  db: Sql,
  inView: readonly object[],
  outOfView: readonly { subscriptionId: string; appointmentId: string }[],
): Promise<void> {
  if (inView.length > 0)
    await sql`
      insert into appointment_in_view as v (subscription_id, appointment_id, version, person_id, places, data, effect_told)
      select "subscriptionId", "appointmentId", version, "personId", places, data, "effectTold"
      from jsonb_to_recordset(${JSON.stringify(inView)}::jsonb)
        as i("subscriptionId" uuid, "appointmentId" uuid, version int, "personId" uuid, places text[], data jsonb, "effectTold" date)
      on conflict (subscription_id, appointment_id) do update set
        version = excluded.version, person_id = excluded.person_id, places = excluded.places, data = excluded.data`.execute(db)
  if (outOfView.length > 0)
    await sql`
      delete from appointment_in_view v using unnest(
        ${outOfView.map((one) => one.subscriptionId)}::uuid[], ${outOfView.map((one) => one.appointmentId)}::uuid[]) as o(s, a)
      where v.subscription_id = o.s and v.appointment_id = o.a`.execute(db)
}

/** On the midnight with which the first day begins in London; at once where it has begun. */
async function enqueueEffects({ sql: db, enqueue }: Telling, days: ReadonlySet<string>): Promise<void> {
  for (const day of days) {
    const { rows } = await sql<{ midnight: Date }>`select ${day}::date::timestamp at time zone 'Europe/London' as midnight`.execute(db)
    await enqueue(tellWhatTookEffect, { day }, { key: day, runAt: rows[0]!.midnight })
  }
}
