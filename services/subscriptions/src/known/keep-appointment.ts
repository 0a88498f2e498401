import type { ReactionContext, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Appointment } from '../mailbox/visible-appointment.ts'

const isHeld = (state: Appointment['state']) => ['accepted', 'active', 'paused', 'ended'].includes(state)

/** @returns where its periods are, as the schools are called now. */
export async function keepAppointment(
  db: Sql,
  record: Appointment,
  event: ReactionContext<never>['event'],
  happened: string,
): Promise<string[]> {
  const { id, version, personId, state, firstDay, lastDay, periods } = record
  const urns = periods.flatMap(({ urn }) => urn ?? [])
  const groups = periods.flatMap(({ urn, groupId }) => (urn === undefined && groupId ? [groupId] : []))
  const { rows } = await sql<{ places: string[] }>`
    with place as (
      select coalesce(k.current_urn, u) as place from unnest(${urns}::text[]) u left join known_school k on k.urn = u
      union select unnest(${groups}::text[])
    ), version as (
      insert into known_appointment_version (appointment_id, version, event_id, event, record)
      values (${id}, ${version}, ${event.id}, ${happened}, ${JSON.stringify(record)}::jsonb) on conflict do nothing
    )
    insert into known_appointment (id, version, person_id, first_day, last_day, held, places, record)
    select ${id}::uuid, ${version}::int, ${personId}::uuid, ${firstDay}::date, ${lastDay ?? null}::date, ${isHeld(state)}::boolean, array(select place from place order by 1),
      ${JSON.stringify(record)}::jsonb
    on conflict (id) do update set version = excluded.version, person_id = excluded.person_id, first_day = excluded.first_day,
      last_day = excluded.last_day, held = excluded.held, places = excluded.places, record = excluded.record
    returning places`.execute(db)
  return rows[0]!.places
}
