import { ListSubscriptions } from '@nlc/contracts/subscriptions'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { readSubscriptions, seen } from './read-subscription.ts'

export const listSubscriptions = handle(ListSubscriptions, async ({ clientId, state, after, limit = 50 }, { sql: db, caller }) => {
  const [from] = decodeCursor(after, 1) ?? []
  const rows = await readSubscriptions(
    db,
    sql`${seen(caller)} and (${from ?? null}::uuid is null or s.id > ${from ?? null}::uuid)
      and (${clientId ?? null}::text is null or s.client_id = ${clientId ?? null})
      and (${state ?? null}::text is null or s.state = ${state ?? null})
      order by s.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})
