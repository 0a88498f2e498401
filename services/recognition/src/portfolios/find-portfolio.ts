/** Whose portfolio it is sees and keeps it; who coaches it sees it, too. To anybody else there is none. */
import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { type Portfolio, readPortfolios } from './portfolio.ts'

export interface Asked {
  readonly sql: Sql
  readonly caller: Caller
  readonly today: string
}

export type As = 'participant' | 'coach'
export interface Found {
  readonly portfolio: Portfolio
  readonly as: As
}

export async function findPortfolio(asked: Asked, portfolioId: string): Promise<Found | undefined> {
  const { sql: db, caller, today } = asked
  const personId = await actingPerson(db, caller, today)
  const [portfolio] = personId === undefined ? [] : await readPortfolios(db, sql`where p.id = ${portfolioId}::uuid`)
  const as = portfolio?.personId === personId ? 'participant' : portfolio?.coachId === personId ? 'coach' : undefined
  return portfolio && as && { portfolio, as }
}

/** As the one named, held until the end of the transaction. */
export async function findPortfolioToKeep(asked: Asked, portfolioId: string, by: As = 'participant'): Promise<Portfolio | undefined> {
  await sql`select from portfolio where id = ${portfolioId}::uuid for update`.execute(asked.sql)
  const found = await findPortfolio(asked, portfolioId)
  return found?.as === by ? found.portfolio : undefined
}
