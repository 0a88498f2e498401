/** What each dimension of a portfolio has and lacks. */
import type { Matrix as Shown } from '@nlc/contracts/recognition'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { frameworkOf } from '../frameworks/framework.ts'
import { type Portfolio, readEvidence } from './portfolio.ts'

export type Matrix = Static<typeof Shown>

export async function readMatrix(db: Sql, portfolio: Portfolio): Promise<Matrix> {
  const { id } = portfolio
  const framework = await frameworkOf(db, portfolio)
  const items = await readEvidence(db, sql`where e.portfolio_id = ${id}::uuid order by e.id`)
  const { rows } = await sql<{ attestations: number }>`
    select count(*)::int as attestations from attestation where portfolio_id = ${id}::uuid`.execute(db)
  const dimensions = framework.dimensions.map(({ code, label }): Matrix['dimensions'][number] => {
    const evidence = items
      .filter((item) => item.dimensions.includes(code))
      .map((item) => ({ id: item.id, title: item.title, kind: item.kind }))
    return { code, label, evidence, lacks: evidence.length === 0 ? ['evidence'] : [] }
  })
  return {
    portfolioId: id,
    dimensions,
    attestations: rows[0]!.attestations,
    isComplete: dimensions.every(({ lacks }) => lacks.length === 0),
  }
}
