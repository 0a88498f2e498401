/** Which schools a trust's agreement opens: from the day on which a school joins to the day on which it leaves. */
import { Urn } from '@nlc/contracts/formats'
import { SchoolJoinedGroup, SchoolLeftGroup } from '@nlc/contracts/membership'
import { type ReactionContext, react, type Sql, type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import type { ClientPlace } from '../mailbox/client-place.ts'
import { openPlaces } from '../mailbox/open-places.ts'
import { bothAt } from './places-of-agreement.ts'

/** When a day comes on which a school joins a trust, or has left it. */
export const openSchoolOnItsDay = work(
  'subscriptions.open-school-on-its-day',
  { input: { urn: Urn } },
  async ({ urn }, _, change): Promise<Step<null>> => {
    await openPlaces(change, await clientsOfTrusts(change.sql, urn), { ending: 'left-trust', eventId: undefined, occurredAt: change.now })
    return { state: null, next: 'done' }
  },
)

async function clientsOfTrusts(db: Sql, urn: string): Promise<ClientPlace[]> {
  const { rows } = await sql<ClientPlace>`
    select distinct s.client_id as "clientId", ${urn}::text as place
    from known_group_school g join known_sharing s on s.place = g.group_id::text where g.urn = ${urn} and s.state = 'in-force'`.execute(db)
  return rows.flatMap(bothAt)
}

async function moved(urn: string, change: ReactionContext<never>): Promise<void> {
  const { sql: db, event, enqueue } = change
  await openPlaces(change, await clientsOfTrusts(db, urn), { ending: 'left-trust', eventId: event.id, occurredAt: event.recordedAt })
  const { rows } = await sql<{ at: Date }>`
    select distinct day::timestamp at time zone 'Europe/London' as at
    from known_group_school g, lateral (values (g.first_day), (g.last_day + 1)) d(day)
    where g.urn = ${urn} and day > (domain_now() at time zone 'Europe/London')::date and day < 'infinity'`.execute(db)
  for (const { at } of rows) await enqueue(openSchoolOnItsDay, { urn }, { key: `${urn} ${at.toISOString()}`, runAt: at })
}

export const keepGroupOnSchoolGroupTold = [
  react('subscriptions.keep-joined', { on: SchoolJoinedGroup }, async ({ urn, groupId, firstDay, replacesFirstDay }, change) => {
    const { sql: db } = change
    await sql`
      delete from known_group_school where group_id = ${groupId} and urn = ${urn} and first_day = ${replacesFirstDay ?? firstDay}::date`.execute(
      db,
    )
    await sql`insert into known_group_school (group_id, urn, first_day) values (${groupId}, ${urn}, ${firstDay})`.execute(db)
    await moved(urn, change)
  }),
  react('subscriptions.keep-left', { on: SchoolLeftGroup }, async ({ urn, groupId, firstDay, lastDay }, change) => {
    await sql`
      insert into known_group_school (group_id, urn, first_day, last_day) values (${groupId}, ${urn}, ${firstDay}, ${lastDay})
      on conflict (group_id, urn, first_day) do update set last_day = excluded.last_day`.execute(change.sql)
    await moved(urn, change)
  }),
] as const
