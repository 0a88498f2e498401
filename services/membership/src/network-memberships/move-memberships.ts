import { enqueueIn, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayBefore } from '../employments/day.ts'
import { resumeMembershipsAtSuccessor } from './resume-memberships-at-successor.ts'

export interface Succession {
  readonly urn: string
  readonly successorUrn: string
  /** The first day of the one that carries on. */
  readonly firstDay: string
}

/**
 * Where one school carries another on, its memberships and co-leaderships go on at the successor from the first day, under
 * the ids that they have; what was before stays readable under ids of its own. No event of ours: `school-succeeded` says it
 * all, and who keeps a copy moves it likewise.
 */
export async function moveMemberships(db: Sql, succession: Succession): Promise<void> {
  await uniteWithSuccessor(db, succession)
  await moveSchool(db, succession)
  await moveCoLeaders(db, succession)

  const { rows } = await sql<{ now: Date }>`
    select domain_now() as now from network_school where urn = ${succession.urn} and leaving_reason = 'school-closed' limit 1`.execute(db)
  if (rows[0]) await enqueueIn(db, resumeMembershipsAtSuccessor, { ...succession }, { key: succession.urn, runAt: rows[0].now })
}

/** Where the successor belongs already, or is invited, two become one: the predecessor's ends the day before. */
async function uniteWithSuccessor(db: Sql, { urn, successorUrn, firstDay }: Succession): Promise<void> {
  const lastDay = dayBefore(firstDay)
  const overlapping = sql`exists (
    select from network_school o where o.network_id = s.network_id and o.urn = ${successorUrn} and o.state = 'joined'
      and daterange(o.first_day, o.last_day, '[]') && daterange(greatest(s.first_day, ${firstDay}::date), s.last_day, '[]'))`
  await sql`
    update network_school s set last_day = ${lastDay}, leaving_reason = 'school-succeeded', version = version + 1
    where s.urn = ${urn} and s.state = 'joined' and s.first_day <= ${lastDay}::date and coalesce(s.last_day, 'infinity') >= ${firstDay}::date
      and ${overlapping}`.execute(db)
  await sql`
    update network_school s set state = 'lapsed', lapse_reason = 'school-succeeded', first_day = null, last_day = null, leaving_reason = null, version = version + 1
    where s.urn = ${urn} and (
      (s.state = 'joined' and s.first_day >= ${firstDay}::date and ${overlapping})
      or (s.state = 'invited' and exists (
        select from network_school o where o.network_id = s.network_id and o.urn = ${successorUrn}
          and (o.state = 'invited' or (o.state = 'joined' and coalesce(o.last_day, 'infinity') >= ${firstDay}::date)))))`.execute(db)
}

interface Moving {
  readonly id: string
  /** Null while it is invited. */
  readonly began: string | null
}

async function moveSchool(db: Sql, { urn, successorUrn, firstDay }: Succession): Promise<void> {
  const { rows } = await sql<Moving>`
    select id, first_day as began from network_school
    where urn = ${urn} and (state = 'invited' or (state = 'joined' and coalesce(last_day, 'infinity') >= ${firstDay}::date)) order by id`.execute(
    db,
  )
  for (const { id, began } of rows) {
    await sql`
      update network_school set urn = ${successorUrn}, first_day = case when state = 'joined' then greatest(first_day, ${firstDay}::date) end, version = version + 1
      where id = ${id}`.execute(db)
    if (began === null || began >= firstDay) continue
    await sql`
      insert into network_school (id, network_id, urn, founding, state, invited_at, first_day, last_day, leaving_reason)
      select ${newId()}, network_id, ${urn}, founding, 'joined', invited_at, ${began}, ${dayBefore(firstDay)}, 'school-succeeded' from network_school where id = ${id}`.execute(
      db,
    )
  }
}

async function moveCoLeaders(db: Sql, { urn, successorUrn, firstDay }: Succession): Promise<void> {
  const { rows } = await sql<Moving>`
    select id, first_day as began from network_co_leader where urn = ${urn} and coalesce(last_day, 'infinity') >= ${firstDay}::date order by id`.execute(
    db,
  )
  for (const { id, began } of rows) {
    await sql`update network_co_leader set urn = ${successorUrn}, first_day = greatest(first_day, ${firstDay}::date) where id = ${id}`.execute(
      db,
    )
    if (began === null || began >= firstDay) continue
    await sql`
      insert into network_co_leader (id, network_id, person_id, urn, first_day, last_day)
      select ${newId()}, network_id, person_id, ${urn}, ${began}, ${dayBefore(firstDay)} from network_co_leader where id = ${id}`.execute(
      db,
    )
  }
}
