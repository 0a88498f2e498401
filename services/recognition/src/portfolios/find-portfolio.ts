/**
 * Whose portfolio it is sees and keeps it; who coaches it sees it, too; who is to judge it does until that is decided, and a higher
 * education institution where credit is claimed for it. To anybody else there is none.
 */
import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { type Portfolio, readPortfolios } from './portfolio.ts'

export interface Asked {
  readonly sql: Sql
  readonly caller: Caller
  readonly today: string
}

export type As = 'participant' | 'coach' | 'judge' | 'institution'
export interface Found {
  readonly portfolio: Portfolio
  readonly as: As
}

export async function findPortfolio(asked: Asked, portfolioId: string): Promise<Found | undefined> {
  const { sql: db, caller, today } = asked
  const personId = await actingPerson(db, caller, today)
  const [portfolio] = personId === undefined ? [] : await readPortfolios(db, sql`where p.id = ${portfolioId}::uuid`)
  if (!portfolio) return undefined
  if (portfolio.personId === personId) return { portfolio, as: 'participant' }
  if (portfolio.coachId === personId) return { portfolio, as: 'coach' }
  const as = await whoElse(db, portfolioId, personId!, today)
  return as && { portfolio, as }
}

async function whoElse(db: Sql, portfolioId: string, personId: string, today: string): Promise<As | undefined> {
  const { rows } = await sql<{ judges: boolean; credits: boolean }>`
    select exists (
        select from assignment a join presentation pr on pr.id = a.presentation_id
        where pr.portfolio_id = ${portfolioId}::uuid and a.judge_id = ${personId}::uuid and a.state <> 'ended' and is_undecided(pr)) as judges,
      exists (
        select from credit_claim c join award w on w.id = c.award_id
        where w.portfolio_id = ${portfolioId}::uuid and c.state in ('submitted', 'accepted')
          and is_staff_of(${personId}::uuid, c.organisation_id, ${today}::date)) as credits`.execute(db)
  const { judges, credits } = rows[0]!
  return judges ? 'judge' : credits ? 'institution' : undefined
}

/** As the one named, held until the end of the transaction. */
export async function findPortfolioToKeep(asked: Asked, portfolioId: string, by: As = 'participant'): Promise<Portfolio | undefined> {
  await sql`select from portfolio where id = ${portfolioId}::uuid for update`.execute(asked.sql)
  const found = await findPortfolio(asked, portfolioId)
  return found?.as === by ? found.portfolio : undefined
}
