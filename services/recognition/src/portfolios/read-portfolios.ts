import { NeedsPerson } from '@nlc/contracts/membership'
import {
  DrawMatrix,
  GetMatrix,
  GetPortfolio,
  ListAttestations,
  ListEvidence,
  ListPortfolios,
  NoSuchEvidence,
  NoSuchPortfolio,
  ReadEvidenceFile,
} from '@nlc/contracts/recognition'
import { handle, idCursor, pageFrom, readUpload } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { drawMatrix } from './draw-matrix.ts'
import { findPortfolio } from './find-portfolio.ts'
import { readMatrix } from './matrix.ts'
import { readEvidence, readPortfolios } from './portfolio.ts'

export const getPortfolio = handle(GetPortfolio, async ({ portfolioId }, context) => {
  const { portfolio } = (await findPortfolio(context, portfolioId)) ?? context.fail(NoSuchPortfolio)
  return portfolio
})

export const listPortfolios = handle(ListPortfolios, async ({ state, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const ofState = state === undefined ? sql`` : sql`and p.state = ${state}`
  const rows = await readPortfolios(
    db,
    sql`where (p.person_id = ${personId}::uuid or p.coach_id = ${personId}::uuid) and p.id > ${idCursor(after)}::uuid ${ofState}
      order by p.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

export const listEvidence = handle(ListEvidence, async ({ portfolioId, after, limit = 50 }, context) => {
  const { portfolio } = (await findPortfolio(context, portfolioId)) ?? context.fail(NoSuchPortfolio)
  const rows = await readEvidence(
    context.sql,
    sql`where e.portfolio_id = ${portfolio.id}::uuid and e.id > ${idCursor(after)}::uuid order by e.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

export const listAttestations = handle(ListAttestations, async ({ portfolioId }, context) => {
  const { portfolio } = (await findPortfolio(context, portfolioId)) ?? context.fail(NoSuchPortfolio)
  const { rows } = await sql<{ id: string; portfolioId: string; coachId: string; text: string; attestedAt: Date }>`
    select id, portfolio_id as "portfolioId", coach_id as "coachId", text, attested_at as "attestedAt" from attestation
    where portfolio_id = ${portfolio.id}::uuid order by id`.execute(context.sql)
  return { items: rows }
})

export const getMatrix = handle(GetMatrix, async ({ portfolioId }, context) => {
  const { portfolio } = (await findPortfolio(context, portfolioId)) ?? context.fail(NoSuchPortfolio)
  return readMatrix(context.sql, portfolio)
})

export const drawMatrixOf = handle(DrawMatrix, async ({ portfolioId }, context) => {
  const { portfolio } = (await findPortfolio(context, portfolioId)) ?? context.fail(NoSuchPortfolio)
  return drawMatrix(await readMatrix(context.sql, portfolio))
})

export const readEvidenceFile = handle(ReadEvidenceFile, async ({ evidenceId }, context) => {
  const { sql: db, fail } = context
  const { rows } = await sql<{ portfolioId: string; uploadId: string }>`
    select portfolio_id as "portfolioId", upload_id as "uploadId" from evidence where id = ${evidenceId}::uuid and upload_id is not null`.execute(
    db,
  )
  const [item] = rows
  if (!item || !(await findPortfolio(context, item.portfolioId))) return fail(NoSuchEvidence)
  return readUpload(db, item.uploadId)
})
