import {
  AppealDecision,
  AppealedAlready,
  AppealTooLate,
  ChangedSincePresented,
  DecisionAppealed,
  NoSuchPresentation,
  PortfolioNotInState,
} from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { frameworkOf } from '../frameworks/framework.ts'
import { assignJudges } from '../judging/assign-judges.ts'
import { findPortfolioToKeep } from '../portfolios/find-portfolio.ts'
import { changePortfolio, type State } from '../portfolios/portfolio.ts'
import { isAsPresented, manifestOf, readParts } from './manifest.ts'
import { findPresentation, presentedOf, readPresentations } from './presentation.ts'

const appealable: readonly State[] = ['referred-back', 'not-awarded']
const msPerDay = 86_400_000

export const appealDecision = handle(AppealDecision, async ({ presentationId, grounds }, context) => {
  const { sql: db, now, emit, enqueue, fail } = context
  const asked = await findPresentation(db, presentationId)
  const portfolio = asked && (await findPortfolioToKeep(context, asked.portfolioId))
  if (!portfolio) return fail(NoSuchPresentation)
  // As it is now that the portfolio is held.
  const [last] = await readPresentations(db, sql`where pr.portfolio_id = ${portfolio.id}::uuid order by pr.number desc limit 1`)
  const presentation = last!.id === presentationId ? last! : fail(AppealTooLate, {})
  if (presentation.appeal) fail(AppealedAlready)
  if (!appealable.includes(portfolio.state)) fail(PortfolioNotInState, { state: portfolio.state, needed: [...appealable] })
  const framework = await frameworkOf(db, portfolio)
  const until = new Date(new Date(presentation.decidedAt!).getTime() + framework.appealDays * msPerDay)
  if (now > until) fail(AppealTooLate, { until: until.toISOString() })

  // Referred back, it was open.
  const manifest = manifestOf(portfolio.id, presentation.presentedAt, await readParts(db, portfolio, framework))
  const { rows } = await sql<{
    presented: string
  }>`select manifest as presented from presentation where id = ${presentationId}::uuid`.execute(db)
  if (!isAsPresented(rows[0]!.presented, manifest)) fail(ChangedSincePresented)

  await sql`
    update presentation set appeal = ${JSON.stringify({ grounds, appealedAt: now })}::jsonb where id = ${presentationId}::uuid`.execute(db)
  const appealed = await changePortfolio(db, portfolio.id, sql`state = 'appealed'`)
  emit(DecisionAppealed, presentedOf(appealed, presentation))
  await enqueue(assignJudges, { presentationId }, { key: presentationId })
  return (await findPresentation(db, presentationId))!
})
