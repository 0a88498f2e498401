import { ListRegisterImports } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { onlyNationalBody } from './only-national-body.ts'
import { readImports } from './read-import.ts'

export const listRegisterImports = handle(ListRegisterImports, async ({ after, limit = 50, kind, state }, { sql: db, caller }) => {
  onlyNationalBody(caller)
  const [id] = decodeCursor(after, 1) ?? []
  // Ids are UUIDv7: they follow the order in which imports were asked for.
  const rows = await readImports(
    db,
    sql`
    where (${id ?? null}::text is null or i.id::text < ${id ?? null})
      and (${kind ?? null}::text is null or i.kind = ${kind ?? null})
      and (${state ?? null}::text is null or i.state = ${state ?? null})
    order by i.id desc limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [String(id)])
})
