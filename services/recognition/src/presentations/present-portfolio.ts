import {
  CentreIsClosed,
  DimensionsLackEvidence,
  JourneyMissing,
  NoSuchCentre,
  NoSuchPortfolio,
  PortfolioNotInState,
  PortfolioPresented,
  PresentPortfolio,
} from '@nlc/contracts/recognition'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { findCentre } from '../centres/centre.ts'
import { frameworkOf } from '../frameworks/framework.ts'
import { assignJudges } from '../judging/assign-judges.ts'
import { findPortfolioToKeep } from '../portfolios/find-portfolio.ts'
import { readMatrix } from '../portfolios/matrix.ts'
import { changePortfolio, type State } from '../portfolios/portfolio.ts'
import { manifestOf, readParts, sha256 } from './manifest.ts'
import { findPresentation, presentedOf } from './presentation.ts'

const presentable: readonly State[] = ['in-progress', 'referred-back']

export const presentPortfolio = handle(PresentPortfolio, async ({ portfolioId, centreId }, context) => {
  const { sql: db, now, emit, enqueue, fail, checkVersion } = context
  const portfolio = (await findPortfolioToKeep(context, portfolioId)) ?? fail(NoSuchPortfolio)
  checkVersion(portfolio)
  if (!presentable.includes(portfolio.state)) fail(PortfolioNotInState, { state: portfolio.state, needed: [...presentable] })
  if (portfolio.journey === undefined) fail(JourneyMissing)
  const lacking = (await readMatrix(db, portfolio)).dimensions.filter(({ lacks }) => lacks.length > 0)
  if (lacking.length > 0) fail(DimensionsLackEvidence, { dimensions: lacking.map(({ code }) => code) })
  const centre = (await findCentre(db, centreId)) ?? fail(NoSuchCentre)
  if (centre.state === 'closed') fail(CentreIsClosed)

  const id = newId()
  const manifest = manifestOf(portfolio.id, now, await readParts(db, portfolio, await frameworkOf(db, portfolio)))
  await sql`
    insert into presentation (id, portfolio_id, number, centre_id, presented_at, manifest, manifest_sha256)
    select ${id}, ${portfolio.id}, count(*) + 1, ${centre.id}, ${now.toISOString()}::timestamptz, ${manifest}, ${sha256(manifest)}
    from presentation where portfolio_id = ${portfolio.id}::uuid`.execute(db)
  const presentation = (await findPresentation(db, id))!
  emit(PortfolioPresented, presentedOf(await changePortfolio(db, portfolio.id, sql`state = 'presented'`), presentation))
  await enqueue(assignJudges, { presentationId: id }, { key: id })
  return presentation
})
