import type { InputOf } from '@nlc/contracts/define'
import {
  AddEvidence,
  AttestPortfolio,
  EvidenceAdded,
  EvidenceIncomplete,
  EvidenceRemoved,
  NoSuchEvidence,
  NoSuchPortfolio,
  NoSuchReference,
  OtherFrameworksDimension,
  PortfolioAttested,
  PortfolioFull,
  PortfolioNotInState,
  RemoveEvidence,
} from '@nlc/contracts/recognition'
import { type Fail, handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepFile } from '../evidence-files/keep-file.ts'
import { frameworkOf } from '../frameworks/framework.ts'
import { findReference } from '../references/find-references.ts'
import { findPortfolioToKeep } from './find-portfolio.ts'
import { changePortfolio, open, type Portfolio, readEvidence, saidOf } from './portfolio.ts'

const maxItems = 300

export const addEvidence = handle(
  AddEvidence,
  async ({ portfolioId, ...terms }, context) => {
    const { sql: db, caller, now, emit, fail } = context
    const portfolio = (await findPortfolioToKeep(context, portfolioId)) ?? fail(NoSuchPortfolio)
    mustBeOpen(portfolio, fail)
    if (!isWhole(terms)) fail(EvidenceIncomplete)
    const { kind, title, dimensions, text, url, reference, priorLearning, fileId } = terms
    const framework = await frameworkOf(db, portfolio)
    const known = framework.dimensions.map(({ code }) => code)
    if (!dimensions.every((dimension) => known.includes(dimension))) fail(OtherFrameworksDimension, { dimensions: known })
    if (reference && !(await findReference(db, portfolio.personId, reference))) fail(NoSuchReference)
    if (priorLearning?.recordId && !(await ownsRecord(db, portfolio.personId, priorLearning.recordId))) fail(NoSuchReference)
    const items = await countItems(db, portfolio.id)
    if (items >= maxItems) fail(PortfolioFull, { items })
    const file = fileId === undefined ? undefined : await keepFile(db, caller, fileId, fail)

    const id = newId()
    await sql`
      insert into evidence (id, portfolio_id, kind, title, dimensions, text, url, upload_id, file, reference, prior_learning, added_at)
      values (${id}, ${portfolio.id}, ${kind}, ${title}, ${dimensions}::text[], ${text ?? null}, ${url ?? null}, ${fileId ?? null}::uuid,
        ${json(file)}::jsonb, ${json(reference)}::jsonb, ${json(priorLearning)}::jsonb, ${now.toISOString()}::timestamptz)`.execute(db)
    const changed = await changePortfolio(db, portfolio.id, portfolio.state === 'referred-back' ? undefined : sql`state = 'in-progress'`)
    emit(EvidenceAdded, { ...saidOf(changed), evidenceId: id, kind, dimensions })
    return (await readEvidence(db, sql`where e.id = ${id}::uuid`))[0]!
  },
  { constraints: { evidence_reference: NoSuchReference } },
)

export const removeEvidence = handle(RemoveEvidence, async ({ evidenceId }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const [evidence] = await readEvidence(db, sql`where e.id = ${evidenceId}::uuid`)
  const portfolio = evidence && (await findPortfolioToKeep(context, evidence.portfolioId))
  if (!evidence || !portfolio) return fail(NoSuchEvidence)
  mustBeOpen(portfolio, fail)
  checkVersion(evidence)
  await sql`
    with removed as (delete from evidence where id = ${evidenceId}::uuid returning upload_id)
    update upload set expires_at = now() from removed where upload.id = removed.upload_id`.execute(db)
  const { kind, dimensions } = evidence
  emit(EvidenceRemoved, { ...saidOf(await changePortfolio(db, portfolio.id)), evidenceId, kind, dimensions })
})

export const attestPortfolio = handle(AttestPortfolio, async ({ portfolioId, text }, context) => {
  const { sql: db, now, emit, fail } = context
  const portfolio = (await findPortfolioToKeep(context, portfolioId, 'coach')) ?? fail(NoSuchPortfolio)
  mustBeOpen(portfolio, fail)
  const [id, coachId] = [newId(), portfolio.coachId!]
  await sql`
    insert into attestation (id, portfolio_id, coach_id, text, attested_at)
    values (${id}, ${portfolio.id}, ${coachId}, ${text}, ${now.toISOString()}::timestamptz)`.execute(db)
  emit(PortfolioAttested, { ...saidOf(await changePortfolio(db, portfolio.id)), coachId })
  return { id, portfolioId: portfolio.id, coachId, text, attestedAt: now }
})

function mustBeOpen({ state }: Portfolio, fail: Fail<typeof PortfolioNotInState>): void {
  if (!open.includes(state)) fail(PortfolioNotInState, { state, needed: [...open] })
}

/** What belongs to its kind is there, and nothing else. A text goes with any. */
function isWhole({ kind, text, url, fileId, reference, priorLearning }: Omit<InputOf<typeof AddEvidence>, 'portfolioId'>): boolean {
  const needsText = kind === 'text' || kind === 'reflection' || kind === 'prior-learning'
  return (
    (kind === 'link') === (url !== undefined) &&
    (kind === 'file') === (fileId !== undefined) &&
    (kind === 'reference') === (reference !== undefined) &&
    (kind === 'prior-learning') === (priorLearning !== undefined) &&
    (!needsText || text !== undefined)
  )
}

async function countItems(db: Sql, portfolioId: string): Promise<number> {
  const { rows } = await sql<{ items: number }>`
    select count(*)::int as items from evidence where portfolio_id = ${portfolioId}::uuid`.execute(db)
  return rows[0]!.items
}

async function ownsRecord(db: Sql, personId: string, recordId: string): Promise<boolean> {
  const { rows } = await sql`select from imported_record where id = ${recordId}::uuid and person_id = ${personId}::uuid`.execute(db)
  return rows.length > 0
}

const json = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value))
