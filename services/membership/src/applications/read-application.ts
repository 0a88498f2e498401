import type { Writable } from '@nlc/contracts/define'
import type { Application as ShownApplication } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownApplication>>

/** Applications as the API shows them; `a` is the application. */
export async function readApplications(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select a.id, a.programme_code as "programmeCode", a.kind, a.name, a.focus, a.learning_levels as "learningLevels", a.schools,
           a.co_leaders as "coLeaders", a.state, a.applicant_id as "applicantId", a.submitted_at as "submittedAt", a.decided_at as "decidedAt",
           a.funded, a.reason, a.missing, a.words, a.network_id as "networkId", a.version
    from application a ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readApplication(db: Sql, id: string): Promise<Shown> {
  return (await readApplications(db, sql`where a.id = ${id}`))[0]!
}
