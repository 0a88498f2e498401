import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Filter } from '../mailbox/filter.ts'

export interface Unknown {
  readonly urns: string[]
  readonly laCodes: string[]
  readonly networkIds: string[]
}

/** What a filter names and there is not; nothing where all of it is there. A network's own role codes are not known here. */
export async function unknownInFilter(db: Sql, { urns = [], laCodes = [], networkIds = [] }: Filter): Promise<Unknown | undefined> {
  const { rows } = await sql<Unknown>`
    select array(select u from unnest(${[...urns]}::text[]) u where not exists (select from known_school k where k.urn = u)) as urns,
      array(select c from unnest(${[...laCodes]}::text[]) c where not exists (select from known_school_la k where k.la_code = c)) as "laCodes",
      array(select n::text from unnest(${[...networkIds]}::uuid[]) n where not exists (select from known_network k where k.network_id = n)) as "networkIds"`.execute(
    db,
  )
  const unknown = rows[0]!
  return unknown.urns.length + unknown.laCodes.length + unknown.networkIds.length > 0 ? unknown : undefined
}
