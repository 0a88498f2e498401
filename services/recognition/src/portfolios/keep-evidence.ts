import {
  AddEvidence,
  AttestPortfolio,
  EvidenceAdded,
  EvidenceIncomplete,
  EvidenceRemoved,
  NoSuchEvidence,
  NoSuchPortfolio,
  OtherFrameworksDimension,
  PortfolioAttested,
  PortfolioFull,
  RemoveEvidence,
} from '@nlc/contracts/recognition'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { findFramework } from '../frameworks/framework.ts'
import { findPortfolioToKeep } from './find-portfolio.ts'
import { changePortfolio, readEvidence, saidOf } from './portfolio.ts'

const maxItems = 300

export const addEvidence = handle(AddEvidence, async ({ portfolioId, kind, title, dimensions, text, url }, context) => {
  const { sql: db, now, emit, fail } = context
  const portfolio = (await findPortfolioToKeep(context, portfolioId)) ?? fail(NoSuchPortfolio)
  if ((kind === 'link') !== (url !== undefined) || (kind !== 'link' && text === undefined)) fail(EvidenceIncomplete)
  const framework = (await findFramework(db, portfolio.frameworkCode, portfolio.edition))!
  const known = framework.dimensions.map(({ code }) => code)
  if (!dimensions.every((dimension) => known.includes(dimension))) fail(OtherFrameworksDimension, { dimensions: known })
  const { rows } = await sql<{
    items: number
  }>`select count(*)::int as items from evidence where portfolio_id = ${portfolio.id}::uuid`.execute(db)
  const { items } = rows[0]!
  if (items >= maxItems) fail(PortfolioFull, { items })

  const id = newId()
  await sql`
    insert into evidence (id, portfolio_id, kind, title, dimensions, text, url, added_at)
    values (${id}, ${portfolio.id}, ${kind}, ${title}, ${dimensions}::text[], ${text ?? null}, ${url ?? null}, ${now.toISOString()}::timestamptz)`.execute(
    db,
  )
  const changed = await changePortfolio(db, portfolio.id, sql`state = 'in-progress'`)
  emit(EvidenceAdded, { ...saidOf(changed), evidenceId: id, kind, dimensions })
  return (await readEvidence(db, sql`where e.id = ${id}::uuid`))[0]!
})

export const removeEvidence = handle(RemoveEvidence, async ({ evidenceId }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const [evidence] = await readEvidence(db, sql`where e.id = ${evidenceId}::uuid`)
  const portfolio = evidence && (await findPortfolioToKeep(context, evidence.portfolioId))
  if (!evidence || !portfolio) return fail(NoSuchEvidence)
  checkVersion(evidence)
  await sql`delete from evidence where id = ${evidenceId}::uuid`.execute(db)
  const { kind, dimensions } = evidence
  emit(EvidenceRemoved, { ...saidOf(await changePortfolio(db, portfolio.id)), evidenceId, kind, dimensions })
})

export const attestPortfolio = handle(AttestPortfolio, async ({ portfolioId, text }, context) => {
  const { sql: db, now, emit, fail } = context
  const portfolio = (await findPortfolioToKeep(context, portfolioId, 'coach')) ?? fail(NoSuchPortfolio)
  const [id, coachId] = [newId(), portfolio.coachId!]
  await sql`
    insert into attestation (id, portfolio_id, coach_id, text, attested_at)
    values (${id}, ${portfolio.id}, ${coachId}, ${text}, ${now.toISOString()}::timestamptz)`.execute(db)
  emit(PortfolioAttested, { ...saidOf(await changePortfolio(db, portfolio.id)), coachId })
  return { id, portfolioId: portfolio.id, coachId, text, attestedAt: now }
})
