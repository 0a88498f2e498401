import { ListLeadershipGroups } from '@nlc/contracts/roles'
import { handle, idCursor, pageFrom, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { nowCalled, seesNetwork, seesPerson } from '../standing.ts'
import { readGroups, shownGroup } from './group-record.ts'

export const listLeadershipGroups = handle(
  ListLeadershipGroups,
  async ({ networkId, learningLevel, state, personId, updatedSince, after, limit = 50 }, { sql: db, caller, today }) => {
    const until = await updatedUntil(db)
    const visible = seesNetwork(caller, sql.ref('g.network_id'), today)
    const filters: RawBuilder<unknown>[] = [sql`true`]
    if (networkId !== undefined) filters.push(sql`g.network_id = ${networkId}::uuid`)
    if (learningLevel !== undefined) filters.push(sql`g.learning_level = ${learningLevel}`)
    if (state !== undefined) filters.push(sql`coalesce(g.last_day, 'infinity') ${state === 'open' ? sql`>=` : sql`<`} ${today}::date`)
    if (personId !== undefined)
      filters.push(sql`exists (
        select from group_membership f where f.group_id = g.id and f.person_id = ${nowCalled(personId)} and f.state = 'joined' and f.united_into is null
          and ${today}::date between f.first_day and coalesce(f.last_day, 'infinity') and ${seesPerson(caller, sql.ref('f.person_id'), today)})`)
    const matches = sql`(${sql.join(filters, sql` and `)})`
    const moved = updatedSince === undefined ? sql`true` : sql`g.updated_at >= ${updatedSince}::timestamptz`
    const rows = await readGroups(
      db,
      today,
      sql`where ${visible} and ${matches} and ${moved} and g.id > ${idCursor(after)}::uuid order by g.id limit ${limit + 1}`,
    )
    const page = pageFrom(rows, limit, ({ id }) => [id])
    const shown = { ...page, items: page.items.map((group) => shownGroup(group, today)), updatedUntil: until }
    if (updatedSince === undefined || after !== undefined) return shown
    const { rows: gone } = await sql<{ id: string }>`
      select g.id from leadership_group g where ${moved} and ${visible} and not ${matches} order by g.id`.execute(db)
    return { ...shown, gone: gone.map(({ id }) => id) }
  },
)
