/** What follows from the judgements that are there: a third is wanted, a moderator, or it is decided. */
import { randomInt } from 'node:crypto'
import {
  AppealDismissed,
  type AwardMade,
  type IssuerKeyRotated,
  ModerationBegun,
  PortfolioAwarded,
  PortfolioNotAwarded,
  PortfolioReferredBack,
} from '@nlc/contracts/recognition'
import { academicYearOf, firstDayOfYear } from '@nlc/known/academic-year'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { makeAward } from '../awards/make-award.ts'
import type { Settings } from '../config.ts'
import { type Framework, frameworkOf } from '../frameworks/framework.ts'
import { changePortfolio, type Portfolio } from '../portfolios/portfolio.ts'
import { type Presentation, presentedOf, type Results } from '../presentations/presentation.ts'
import { differing, readAssigned, resultsOf } from './assignment.ts'
import type { Purpose } from './choose-judges.ts'

type Deciding = Change<
  | typeof ModerationBegun
  | typeof PortfolioAwarded
  | typeof PortfolioReferredBack
  | typeof PortfolioNotAwarded
  | typeof AppealDismissed
  | typeof AwardMade
  | typeof IssuerKeyRotated
>

/** To be called with the portfolio held, after a judgement for that purpose. */
export async function decide(
  change: Deciding,
  settings: Settings,
  portfolio: Portfolio,
  presentation: Presentation,
  purpose: Purpose,
): Promise<void> {
  const framework = await frameworkOf(change.sql, portfolio)
  const judged = (await readAssigned(change.sql, presentation.id)).filter(
    (assigned) => assigned.state === 'judged' && assigned.purpose === purpose,
  )
  if (purpose === 'verification') {
    if (judged.length < 2 || (judged.length === 2 && differing(framework, judged).length > 0)) return
    const results = resultsOf(framework, judged)
    if (!isMet(results)) return referBack(change, framework, portfolio, presentation, results)
    if (await isSampled(change, framework, presentation)) return moderate(change, portfolio, presentation)
    return award(change, settings, framework, portfolio, presentation, results)
  }
  const results = resultsOf(framework, judged)
  if (isMet(results)) return award(change, settings, framework, portfolio, presentation, results)
  if (purpose === 'moderation') return referBack(change, framework, portfolio, presentation, results)
  return dismiss(change, portfolio, presentation, results)
}

const isMet = (results: Results): boolean => results.every((dimension) => dimension.isMet)
const lackingOf = (results: Results) => ({ lacking: results.flatMap(({ code, isMet: met }) => (met ? [] : [code])) })

/**
 * At least so many of a hundred that the framework asks for, at each moment of an academic year at a centre; beyond those that have to
 * be, chance adds as many, so that nobody knows beforehand.
 */
async function isSampled(
  { sql: db, today }: Deciding,
  { code, moderatedPercent }: Framework,
  { id, centreId }: Presentation,
): Promise<boolean> {
  const firstDay = firstDayOfYear(academicYearOf(today))
  const ofYear = sql`centre_id = ${centreId}::uuid and framework_code = ${code} and first_day = ${firstDay}::date`
  await sql`
    insert into moderation_count (centre_id, framework_code, first_day) values (${centreId}, ${code}, ${firstDay}) on conflict do nothing`.execute(
    db,
  )
  const { rows } = await sql<{ agreed: number; moderated: number }>`
    select agreed, moderated from moderation_count where ${ofYear} for update`.execute(db)
  const { agreed, moderated } = rows[0]!
  const sampled = moderated * 100 < (agreed + 1) * moderatedPercent || randomInt(100) < moderatedPercent
  await sql`
    update moderation_count set agreed = agreed + 1, moderated = moderated + ${sampled ? 1 : 0} where ${ofYear}`.execute(db)
  if (sampled) await sql`update presentation set moderated = true where id = ${id}::uuid`.execute(db)
  return sampled
}

async function moderate({ sql: db, emit }: Deciding, portfolio: Portfolio, presentation: Presentation): Promise<void> {
  const changed = await changePortfolio(db, portfolio.id, sql`state = 'moderating'`)
  emit(ModerationBegun, presentedOf(changed, presentation))
}

async function close({ sql: db, now }: Deciding, { id }: Presentation, outcome: string, results: Results): Promise<void> {
  await sql`
    update presentation set outcome = ${outcome}, decided_at = ${now.toISOString()}::timestamptz, results = ${JSON.stringify(results)}::jsonb
    where id = ${id}::uuid`.execute(db)
}

async function closeAppeal({ sql: db, now }: Deciding, { id }: Presentation, outcome: 'upheld' | 'dismissed'): Promise<void> {
  await sql`
    update presentation set appeal = appeal || ${JSON.stringify({ outcome, decidedAt: now })}::jsonb
    where id = ${id}::uuid and appeal is not null`.execute(db)
}

async function award(
  change: Deciding,
  settings: Settings,
  framework: Framework,
  portfolio: Portfolio,
  presentation: Presentation,
  results: Results,
): Promise<void> {
  await close(change, presentation, 'awarded', results)
  await closeAppeal(change, presentation, 'upheld')
  const changed = await changePortfolio(change.sql, portfolio.id, sql`state = 'awarded'`)
  const awardId = await makeAward(change, settings, framework, changed, presentation)
  change.emit(PortfolioAwarded, { ...presentedOf(changed, presentation), awardId })
}

async function referBack(
  change: Deciding,
  { maxPresentations }: Framework,
  portfolio: Portfolio,
  presentation: Presentation,
  results: Results,
): Promise<void> {
  const isLast = presentation.number >= maxPresentations
  const state = isLast ? 'not-awarded' : 'referred-back'
  await close(change, presentation, state, results)
  const changed = await changePortfolio(change.sql, portfolio.id, sql`state = ${state}`)
  change.emit(isLast ? PortfolioNotAwarded : PortfolioReferredBack, { ...presentedOf(changed, presentation), ...lackingOf(results) })
}

/** As it was before the appeal; what is missing is what whoever decided on it found. */
async function dismiss(change: Deciding, portfolio: Portfolio, presentation: Presentation, results: Results): Promise<void> {
  await close(change, presentation, presentation.outcome!, results)
  await closeAppeal(change, presentation, 'dismissed')
  const changed = await changePortfolio(change.sql, portfolio.id, sql`state = ${presentation.outcome!}`)
  change.emit(AppealDismissed, { ...presentedOf(changed, presentation), ...lackingOf(results) })
}
