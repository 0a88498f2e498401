import type { Award as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { leads } from '../centres/centre.ts'
import type { Asked } from '../portfolios/find-portfolio.ts'
import { actingPerson } from '../standing.ts'

/** As the API shows it, but for instants, which are no strings yet. */
export type Award = Omit<Static<typeof Shown>, 'awardedAt' | 'revokedAt'> & { readonly awardedAt: Date; readonly revokedAt?: Date }

/** `w` is the award. Of one whose holder was erased there is nothing to read. */
export async function readAwards(db: Sql, rest: RawBuilder<unknown>): Promise<Award[]> {
  const { rows } = await sql<WithoutNulls<Award>>`
    select w.id, w.version, w.person_id as "personId", w.portfolio_id as "portfolioId", w.presentation_id as "presentationId",
      w.centre_id as "centreId", w.awarding_body as "awardingBody", w.framework_code as "frameworkCode", w.edition, w.stage,
      w.awarded_at as "awardedAt", w.last_day::text as "lastDay", case when w.revoked_at is null then 'awarded' else 'revoked' end as state,
      w.revoked_at as "revokedAt", w.revocation_reason as "revocationReason",
      case when w.page_hash is null then 'closed' else 'open' end as page
    from award w ${rest}`.execute(db)
  return rows.map(withoutNulls) as Award[]
}

export const findAward = async (db: Sql, id: string): Promise<Award | undefined> =>
  (await readAwards(db, sql`where w.id = ${id}::uuid and w.person_id is not null`))[0]

export type AwardAs = 'holder' | 'leader'

/** To whom it is theirs, and to who leads its centre. To anybody else there is none. */
export async function findAwardAs({ sql: db, caller, today }: Asked, id: string): Promise<{ award: Award; as: AwardAs } | undefined> {
  const award = await findAward(db, id)
  const personId = await actingPerson(db, caller, today)
  if (!award || personId === undefined) return undefined
  if (award.personId === personId) return { award, as: 'holder' }
  return (await leads(db, personId, award.centreId)) ? { award, as: 'leader' } : undefined
}

export async function findOwnAward(asked: Asked, id: string): Promise<Award | undefined> {
  const found = await findAwardAs(asked, id)
  return found?.as === 'holder' ? found.award : undefined
}

export interface Signed {
  readonly credential: string
  readonly jwt: string
  readonly listNumber: number
}

export async function readSignedOf(db: Sql, id: string): Promise<Signed> {
  const { rows } = await sql<Signed>`
    select credential, credential_jwt as jwt, list_number as "listNumber" from award where id = ${id}::uuid`.execute(db)
  return rows[0]!
}
