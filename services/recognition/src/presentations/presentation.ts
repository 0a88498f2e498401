import type { Presentation as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { type Portfolio, saidOf } from '../portfolios/portfolio.ts'

/** As the API shows it, but for instants, which are no strings yet. */
export type Presentation = Omit<Static<typeof Shown>, 'presentedAt' | 'decidedAt'> & {
  readonly presentedAt: Date
  readonly decidedAt?: Date
}
export type Results = NonNullable<Presentation['results']>

/** `pr` is the presentation. */
export async function readPresentations(db: Sql, rest: RawBuilder<unknown>): Promise<Presentation[]> {
  const { rows } = await sql<WithoutNulls<Presentation>>`
    select pr.id, pr.portfolio_id as "portfolioId", pr.number, pr.centre_id as "centreId", pr.presented_at as "presentedAt",
      pr.manifest_sha256 as "manifestSha256", pr.outcome, pr.decided_at as "decidedAt", pr.results, pr.appeal
    from presentation pr ${rest}`.execute(db)
  return rows.map(withoutNulls) as Presentation[]
}

export const findPresentation = async (db: Sql, id: string): Promise<Presentation | undefined> =>
  (await readPresentations(db, sql`where pr.id = ${id}::uuid`))[0]

export const presentedOf = (portfolio: Portfolio, { id: presentationId, centreId }: Pick<Presentation, 'id' | 'centreId'>) => ({
  ...saidOf(portfolio),
  presentationId,
  centreId,
})
