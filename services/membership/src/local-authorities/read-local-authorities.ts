import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'

interface Row {
  code: string
  name: string
  firstDay: string | null
  lastDay: string | null
  successors: string[]
  predecessors: string[]
  version: number
}

/** Local authorities as the API shows them. `l` is the authority. */
export async function readLocalAuthorities(db: Sql, rest: RawBuilder<unknown>) {
  const { rows } = await sql<Row>`
    select l.code, l.name, l.first_day as "firstDay", l.last_day as "lastDay", l.version,
           array(select s.successor_code from local_authority_successor s where s.code = l.code order by 1) as successors,
           array(select s.code from local_authority_successor s where s.successor_code = l.code order by 1) as predecessors
    from local_authority l ${rest}`.execute(db)
  return rows.map(withoutNulls)
}
