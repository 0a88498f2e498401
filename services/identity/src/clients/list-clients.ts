import { ListClients } from '@nlc/contracts/identity'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { type ClientRecord, keepsClients, selectClients, shown } from './client-record.ts'

export const listClients = handle(ListClients, async ({ after, limit = 50, kind, suspended }, { sql: db, caller }) => {
  const [lastId] = decodeCursor(after, 1) ?? []
  const { rows } = await sql<ClientRecord>`
    ${selectClients}
    where (${keepsClients(caller)} or id = ${caller.client})
      and (${lastId ?? null}::text is null or id > ${lastId ?? null})
      and (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${suspended ?? null}::boolean is null or (suspended_since is not null) = ${suspended ?? null})
    order by id
    limit ${limit + 1}`.execute(db)
  const { items, next } = pageFrom(rows, limit, ({ id }) => [id])
  return { items: items.map(shown), next }
})
