import type { Writable } from '@nlc/contracts/define'
import type { Network as ShownNetwork } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownNetwork>>

/** Networks as the API shows them. `n` is the network, of `source`. */
export async function readNetworks(db: Sql, source: RawBuilder<unknown>, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select n.id, n.kind, n.programme_code as "programmeCode", n.funded, n.name, n.focus, n.learning_levels as "learningLevels", n.state,
           n.suspension_reason as "suspensionReason", n.dissolution_reason as "dissolutionReason", n.application_id as "applicationId",
           n.active_from as "activeFrom", n.dissolved_on as "dissolvedOn", n.formed_at as "formedAt", n.version
    from ${source} n ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readNetwork(db: Sql, id: string): Promise<Shown> {
  return (await readNetworks(db, sql.table('network'), sql`where n.id = ${id}`))[0]!
}
