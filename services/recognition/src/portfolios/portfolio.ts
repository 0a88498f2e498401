import type { Evidence as ShownEvidence, Portfolio as ShownPortfolio } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

/** As the API shows them, but for instants, which are no strings yet. */
export type Portfolio = Omit<Static<typeof ShownPortfolio>, 'enrolledAt'> & { readonly enrolledAt: Date }
export type Evidence = Omit<Static<typeof ShownEvidence>, 'addedAt'> & { readonly addedAt: Date }
export type State = Portfolio['state']

/** In which a participant may still change it (`is_open` in the database). */
export const open: readonly State[] = ['enrolled', 'planning', 'in-progress', 'referred-back']

/** `p` is the portfolio. */
export async function readPortfolios(db: Sql, rest: RawBuilder<unknown>): Promise<Portfolio[]> {
  const { rows } = await sql<WithoutNulls<Portfolio>>`
    select p.id, p.version, p.person_id as "personId", p.framework_code as "frameworkCode", p.edition, p.stage, p.title, p.journey,
      p.coach_id as "coachId", p.state, p.enrolled_at as "enrolledAt"
    from portfolio p ${rest}`.execute(db)
  return rows.map(withoutNulls) as Portfolio[]
}

export const readPortfolio = async (db: Sql, id: string): Promise<Portfolio> =>
  (await readPortfolios(db, sql`where p.id = ${id}::uuid`))[0]!

/** `e` is the item. */
export async function readEvidence(db: Sql, rest: RawBuilder<unknown>): Promise<Evidence[]> {
  const { rows } = await sql<WithoutNulls<Evidence>>`
    select e.id, e.version, e.portfolio_id as "portfolioId", e.kind, e.title, e.dimensions, e.text, e.url, e.file, e.reference,
      e.prior_learning as "priorLearning", e.added_at as "addedAt"
    from evidence e ${rest}`.execute(db)
  return rows.map(withoutNulls) as Evidence[]
}

/** @returns as it is now. */
export async function changePortfolio(db: Sql, id: string, set: RawBuilder<unknown> = sql`id = id`): Promise<Portfolio> {
  await sql`update portfolio p set version = p.version + 1, ${set} where p.id = ${id}::uuid`.execute(db)
  return readPortfolio(db, id)
}

/** What its events say of it: nothing that somebody wrote. */
export const saidOf = ({ id: portfolioId, personId, frameworkCode, edition, stage }: Portfolio) => ({
  portfolioId,
  personId,
  frameworkCode,
  edition,
  stage,
})
