import type { DataOf } from '@nlc/contracts/define'
import { SchoolGroupChanged, SchoolGroupRegistered, SchoolJoinedGroup, SchoolLeftGroup } from '@nlc/contracts/membership'
import { type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'

async function keep(group: DataOf<typeof SchoolGroupRegistered>, { sql: db }: Pick<ReactionContext<never>, 'sql'>): Promise<void> {
  const { groupId, uid, name, kind, firstDay, lastDay } = group
  await sql`
    insert into known_school_group (id, uid, name, kind, first_day, last_day)
    values (${groupId}, ${uid}, ${name}, ${kind}, ${firstDay ?? null}, ${lastDay ?? null})
    on conflict (id) do update set uid = excluded.uid, name = excluded.name, kind = excluded.kind, first_day = excluded.first_day,
      last_day = excluded.last_day`.execute(db)
}

export const keepGroupOnSchoolGroupRegistered = react('known.keep-group-registered', { on: SchoolGroupRegistered }, keep)
export const keepGroupOnSchoolGroupChanged = react('known.keep-group-changed', { on: SchoolGroupChanged }, keep)

export const keepGroupOnSchoolJoinedGroup = react(
  'known.keep-school-joined-group',
  { on: SchoolJoinedGroup },
  async ({ urn, groupId, kind, firstDay, replacesFirstDay }, { sql: db }) => {
    if (replacesFirstDay !== undefined)
      await sql`
        update known_group_school set first_day = ${firstDay}
        where group_id = ${groupId} and urn = ${urn} and first_day = ${replacesFirstDay}`.execute(db)
    await sql`
      insert into known_group_school (group_id, urn, kind, first_day) values (${groupId}, ${urn}, ${kind}, ${firstDay})
      on conflict (group_id, urn, first_day) do update set kind = excluded.kind,
        last_day = case when ${replacesFirstDay !== undefined} then known_group_school.last_day end`.execute(db)
  },
)

export const keepGroupOnSchoolLeftGroup = react(
  'known.keep-school-left-group',
  { on: SchoolLeftGroup },
  async ({ urn, groupId, kind, firstDay, lastDay }, { sql: db }) => {
    await sql`
      insert into known_group_school (group_id, urn, kind, first_day, last_day) values (${groupId}, ${urn}, ${kind}, ${firstDay}, ${lastDay})
      on conflict (group_id, urn, first_day) do update set last_day = excluded.last_day`.execute(db)
  },
)
