import { ListErasures } from '@nlc/contracts/membership'
import { handle, idCursor, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Erasure, shownErasure } from './erasure.ts'

export const listErasures = handle(ListErasures, async ({ state, after, limit = 50 }, { sql: db, caller }) => {
  if (!isNationalBody(caller)) return { items: [] }
  const { rows } = await sql<Erasure>`
    select id, person_id as "personId", state, asked_on as "askedOn", decided_on as "decidedOn", ground, explanation
    from erasure where id > ${idCursor(after)}::uuid and ${state === undefined ? sql`true` : sql`state = ${state}`}
    order by id limit ${limit + 1}`.execute(db)
  const page = pageFrom(rows, limit, ({ id }) => [id])
  return { ...page, items: page.items.map(shownErasure) }
})
