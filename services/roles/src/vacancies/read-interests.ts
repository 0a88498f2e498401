import type { Writable } from '@nlc/contracts/define'
import type { Interest as ShownInterest } from '@nlc/contracts/roles'
import { type Caller, isNationalBody, type Sql, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Static } from 'typebox'
import { actsRightly, coLed, isNotLeftOut, nowCalled, type Predicate } from '../standing.ts'

type Shown = Writable<Static<typeof ShownInterest>>

/** `i`: the interest, `v`: its vacancy, `n`: its network. */
export const interestState = sql`case
  when i.state in ('nominated', 'expressed') and (v.state <> 'open' or n.state = 'dissolved') then 'lapsed' else i.state end`

/** Interests as the API shows them. */
export async function readInterests(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select i.id, i.version, i.network_id as "networkId", i.person_id as "personId", i.vacancy_id as "vacancyId", i.role_codes as "roleCodes",
           i.subject, i.note, ${interestState} as state, i.nominated_by as "nominatedBy", i.appointment_id as "appointmentId",
           i.expressed_at as "expressedAt", i.noted_at as "recordedAt"
    from role_interest i left join vacancy v on v.id = i.vacancy_id left join known_network n on n.id = i.network_id ${rest}`.execute(db)
  return rows.map(withoutNulls) as Shown[]
}

/** After a command has written it. */
export async function readInterest(db: Sql, id: string): Promise<Shown> {
  return (await readInterests(db, sql`where i.id = ${id}`))[0]!
}

/**
 * One's own, those of the network that one co-leads, and nominations that one made. Interest is between a person and a network: no
 * client sees any without acting for a person, and none through one that the interested person is left out for.
 */
export function seesInterest(caller: Caller, today: string): Predicate {
  if (isNationalBody(caller)) return sql<SqlBool>`true`
  if (caller.person === undefined) return sql<SqlBool>`false`
  const me = nowCalled(caller.person)
  return sql<SqlBool>`(${isNotLeftOut(caller, sql.ref('i.person_id'))} and ${actsRightly(caller, today)}
    and (i.person_id = ${me} or i.nominated_by = ${me} or i.network_id = any (array(${coLed(me, today)}))))`
}
