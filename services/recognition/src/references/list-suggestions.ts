import { ListSuggestions, NoSuchPortfolio } from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { findPortfolio } from '../portfolios/find-portfolio.ts'
import { suggestionsFor } from './find-references.ts'

export const listSuggestions = handle(ListSuggestions, async ({ portfolioId }, context) => {
  const found = await findPortfolio(context, portfolioId)
  if (found?.as !== 'participant') return context.fail(NoSuchPortfolio)
  return { items: await suggestionsFor(context.sql, found.portfolio) }
})
