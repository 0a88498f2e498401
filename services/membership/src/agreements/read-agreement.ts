import type { Writable } from '@nlc/contracts/define'
import type { Agreement as ShownAgreement } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownAgreement>>
type Outline = Omit<Shown, 'text'>

/** Agreements as the API shows them, with the parties in the order of their URNs; `a` is the agreement. */
const select = (text: RawBuilder<unknown>) => sql<Shown>`
  select a.id, a.network_id as "networkId", a.number, a.state, a.issued_at as "issuedAt", a.first_day as "firstDay", a.last_day as "lastDay", a.version ${text},
    coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'urn', p.urn, 'answer', p.answer, 'signatoryId', p.signatory_id, 'reason', p.reason, 'words', p.words, 'signBy', p.sign_by, 'succeededBy', p.succeeded_by,
        'answeredAt', to_char(p.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) order by p.urn)
      from agreement_party p where p.agreement_id = a.id), '[]') as parties
  from agreement a`

export async function readAgreements(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown>`${select(sql`, a.text`)} ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** Without the text. */
export async function readOutlines(db: Sql, rest: RawBuilder<unknown>): Promise<Outline[]> {
  const { rows } = await sql<Outline>`${select(sql``)} ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readAgreement(db: Sql, id: string): Promise<Shown> {
  return (await readAgreements(db, sql`where a.id = ${id}`))[0]!
}
