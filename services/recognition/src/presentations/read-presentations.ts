import { GetPresentation, ListPresentations, NoSuchPortfolio, NoSuchPresentation, ReadManifest } from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { leads } from '../centres/centre.ts'
import { type As, type Asked, findPortfolio } from '../portfolios/find-portfolio.ts'
import { actingPerson } from '../standing.ts'
import { findPresentation, type Presentation, readPresentations } from './presentation.ts'

/** Judges are not among them: what was decided before is nothing that they go by. */
const seeDecisions: readonly As[] = ['participant', 'coach']

export const getPresentation = handle(GetPresentation, async ({ presentationId }, context) => {
  const { presentation, as } = (await find(context, presentationId)) ?? context.fail(NoSuchPresentation)
  if (seeDecisions.includes(as!) || (await isLeader(context, presentation))) return presentation
  return context.fail(NoSuchPresentation)
})

export const listPresentations = handle(ListPresentations, async ({ portfolioId }, context) => {
  const found = await findPortfolio(context, portfolioId)
  if (!found || !seeDecisions.includes(found.as)) return context.fail(NoSuchPortfolio)
  return { items: await readPresentations(context.sql, sql`where pr.portfolio_id = ${portfolioId}::uuid order by pr.number`) }
})

export const readManifest = handle(ReadManifest, async ({ presentationId }, context) => {
  const { as, presentation } = (await find(context, presentationId)) ?? context.fail(NoSuchPresentation)
  if (as === undefined && !(await isLeader(context, presentation))) context.fail(NoSuchPresentation)
  const { rows } = await sql<{ manifest: string }>`select manifest from presentation where id = ${presentationId}::uuid`.execute(
    context.sql,
  )
  return rows[0]!.manifest
})

async function find(asked: Asked, presentationId: string): Promise<{ presentation: Presentation; as: As | undefined } | undefined> {
  const presentation = await findPresentation(asked.sql, presentationId)
  return presentation && { presentation, as: (await findPortfolio(asked, presentation.portfolioId))?.as }
}

const isLeader = async ({ sql: db, caller, today }: Asked, { centreId }: Presentation): Promise<boolean> =>
  leads(db, await actingPerson(db, caller, today), centreId)
