import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { namedSuccessions } from './named-successions.ts'
import type { SuccessionState } from './school-succession.ts'

interface Row {
  urn: string
  successorUrn: string | null
  firstDay: string | null
  state: SuccessionState
  decided: boolean
  reason: string | null
  candidates: string[]
  version: number
}

/** Successions as the API shows them. `x` is the succession, of `source`. */
export async function readSuccessions(db: Sql, source: RawBuilder<unknown>, rest: RawBuilder<unknown>) {
  const { rows } = await sql<Row>`
    select x.urn, x.successor_urn as "successorUrn", x.first_day as "firstDay", x.state, x.decided, x.reason, x.version,
           coalesce((select n.candidates from ${namedSuccessions} n where n.urn = x.urn), '{}') as candidates
    from ${source} x ${rest}`.execute(db)
  return rows.map(withoutNulls)
}
