import type { Writable } from '@nlc/contracts/define'
import type { SharingAgreement as ShownAgreement } from '@nlc/contracts/membership'
import type { Sql } from '@nlc/runtime'
import { withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Shown = Writable<Static<typeof ShownAgreement>>

/** Sharing agreements as the API shows them; `a` is the agreement. */
export async function readSharing(db: Sql, rest: RawBuilder<unknown>): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select a.id, a.client_id as "clientId",
           jsonb_build_object('kind', case when a.urn is null then 'trust' else 'school' end, 'reference', coalesce(a.urn, a.group_id::text)) as controller,
           a.purpose, a.lawful_basis as "lawfulBasis", a.data_classes as "dataClasses", a.review_day as "reviewDay", a.last_day as "lastDay", a.state,
           a.offered_at as "offeredAt", a.signatory_id as "signatoryId", a.signed_at as "signedAt", a.withdrawn_at as "withdrawnAt",
           a.expiry_reason as "expiryReason", a.in_place_of as "inPlaceOf", a.held_until as "heldUntil", a.version
    from sharing_agreement a ${rest}`.execute(db)
  return rows.map(withoutNulls)
}

/** After a command has written it. */
export async function readOneSharing(db: Sql, id: string): Promise<Shown> {
  return (await readSharing(db, sql`where a.id = ${id}`))[0]!
}
