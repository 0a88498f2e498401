import type { ReactionContext, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Happened } from '../mailbox/message-of-appointment.ts'
import type { Appointment } from '../mailbox/visible-appointment.ts'

/** What roles said of an appointment: what vendors are told of, and what they are not. */
export interface Said {
  readonly record: Appointment
  readonly event: ReactionContext<never>['event']
  readonly happened: Happened | 'offered' | 'released' | 'declined' | 'withdrawn'
}

const isHeld = (state: Appointment['state']) => ['accepted', 'active', 'paused', 'ended'].includes(state)

/** @param said each of another appointment. @returns where their periods are, as the schools are called now. */
export async function keepAppointments(db: Sql, said: readonly Said[]): Promise<string[]> {
  const records = said.map(({ record, event, happened }) => {
    const { id, version, personId, state, firstDay, lastDay, periods } = record
    return {
      ...{ id, version, personId, firstDay, lastDay, held: isHeld(state), eventId: event.id, happened, record },
      urns: periods.flatMap(({ urn }) => urn ?? []),
      groups: periods.flatMap(({ urn, groupId }) => (urn === undefined && groupId ? [groupId] : [])),
    }
  })
  const { rows } = await sql<{ places: string[] }>`
    with said as materialized (
      select s.*, array(
        select coalesce(k.current_urn, u) from unnest(urns) u left join known_school k on k.urn = u
        union select unnest(groups) order by 1) as places
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as s(
        id uuid, version int, "personId" uuid, "firstDay" date, "lastDay" date, held boolean, "eventId" uuid, happened text, record jsonb,
        urns text[], groups text[])
    ), version as (
      insert into known_appointment_version (appointment_id, version, event_id, event, record)
      select id, version, "eventId", happened, record from said on conflict do nothing
    )
    insert into known_appointment (id, version, person_id, first_day, last_day, held, places, record)
    select id, version, "personId", "firstDay", "lastDay", held, places, record from said order by id
    on conflict (id) do update set version = excluded.version, person_id = excluded.person_id, first_day = excluded.first_day,
      last_day = excluded.last_day, held = excluded.held, places = excluded.places, record = excluded.record
    returning places`.execute(db)
  return [...new Set(rows.flatMap(({ places }) => places))]
}
