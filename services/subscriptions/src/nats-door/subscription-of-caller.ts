import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export interface OwnSubscription {
  readonly clientId: string
  readonly state: string
  readonly lastNumber: number
}

/** Its owner's, or for the national body anybody's; undefined where there is none in the caller's view. */
export async function subscriptionOfCaller(
  db: Sql,
  subscriptionId: string,
  caller: Caller,
  { ownerAlone = false } = {},
): Promise<OwnSubscription | undefined> {
  const { rows } = await sql<OwnSubscription>`
    select client_id as "clientId", state, last_number::float8 as "lastNumber" from subscription where id = ${subscriptionId}`.execute(db)
  const [found] = rows
  if (!found) return undefined
  return found.clientId === caller.client || (!ownerAlone && isNationalBody(caller)) ? found : undefined
}
