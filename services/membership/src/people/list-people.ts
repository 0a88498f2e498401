import { ListPeople } from '@nlc/contracts/membership'
import { handle, idCursor, pageFrom, updatedUntil } from '@nlc/runtime'
import { sql } from 'kysely'
import { candidates, goneSince, isInView, touchedSince, type View } from './people-in-view.ts'
import { selectPeople, shownPerson } from './shown-person.ts'

export const listPeople = handle(ListPeople, async ({ urn, updatedSince, after, limit = 50 }, { sql: db, caller, today }) => {
  const last = idCursor(after)
  const view: View = { caller, today, urn }
  // Before the rows are read: what commits in between is told next time.
  const until = await updatedUntil(db)
  const ids = updatedSince === undefined ? await candidates(db, view) : touchedSince(view, updatedSince)
  // One by one, in order, until the page is full: the planner cannot know how many of them are seen, and would ask about all.
  const { rows } = await sql<Parameters<typeof shownPerson>[0]>`
    select p.* from (select t.id from (${ids}) t(id) where t.id > ${last}::uuid order by t.id offset 0) t
    cross join lateral (${selectPeople} where p.id = t.id and ${isInView(view, sql.ref('p.merged_into'), sql.ref('p.id'))} offset 0) p
    limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, ({ id }) => [id])
  const gone = updatedSince === undefined || after !== undefined ? undefined : await goneSince(db, view, updatedSince)
  return { ...page, items: page.items.map(shownPerson), updatedUntil: until, gone }
})
