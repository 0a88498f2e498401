/**
 * What is presented, as a list of hashes: canonical JSON (RFC 8785), so that whoever has the parts finds the very same bytes. What is
 * hashed of each part is its canonical JSON, too; a file is hashed as it is.
 */
import { createHash } from 'node:crypto'
import type { Sql } from '@nlc/runtime'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import type { Framework } from '../frameworks/framework.ts'
import { type Evidence, type Portfolio, readEvidence } from '../portfolios/portfolio.ts'

export interface Attestation {
  readonly id: string
  readonly text: string
  readonly attestedAt: Date
}

/** The parts, as they are hashed and exported. */
export interface Parts {
  readonly framework: object
  readonly portfolio: object
  readonly evidence: readonly (object & { readonly id: string; readonly file?: { readonly sha256: string } })[]
  readonly attestations: readonly (object & { readonly id: string })[]
}

export interface Manifest {
  readonly portfolioId: string
  readonly presentedAt: string
  readonly framework: { readonly sha256: string }
  readonly portfolio: { readonly sha256: string }
  readonly evidence: readonly { readonly id: string; readonly sha256: string; readonly fileSha256?: string }[]
  readonly attestations: readonly { readonly id: string; readonly sha256: string }[]
}

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
export const canonical = (value: unknown): string => canonicalize(JSON.parse(JSON.stringify(value)))!
const hashOf = (part: unknown): string => sha256(canonical(part))

/** Nobody is named in it, nor told by an id: it goes where the holder takes it. */
export async function readParts(db: Sql, portfolio: Portfolio, { definedAt: _, ...framework }: Framework): Promise<Parts> {
  const items = await readEvidence(db, sql`where e.portfolio_id = ${portfolio.id}::uuid order by e.id`)
  const { rows } = await sql<Attestation>`
    select id, text, attested_at as "attestedAt" from attestation where portfolio_id = ${portfolio.id}::uuid order by id`.execute(db)
  const { id, stage, title, journey, enrolledAt } = portfolio
  return {
    framework,
    portfolio: { id, stage, title, journey, enrolledAt: instant(enrolledAt) },
    evidence: items.map(partOf),
    attestations: rows.map(({ attestedAt, ...attestation }) => ({ ...attestation, attestedAt: instant(attestedAt) })),
  }
}

const partOf = ({ version: _, portfolioId: __, addedAt, ...item }: Evidence) => ({ ...item, addedAt: instant(addedAt) })
/** Inside a unit of work the driver leaves instants as text. */
const instant = (at: Date | string): string => new Date(at).toISOString()

/** The same but for attestations of coaches who were erased since: nobody else takes one out. */
export function isAsPresented(presented: string, now: string): boolean {
  const current = JSON.parse(now) as Manifest
  const there = new Set(current.attestations.map(({ id }) => id))
  const { attestations, ...manifest } = JSON.parse(presented) as Manifest
  return canonical({ ...manifest, attestations: attestations.filter(({ id }) => there.has(id)) }) === now
}

export function manifestOf(portfolioId: string, presentedAt: Date, { framework, portfolio, evidence, attestations }: Parts): string {
  return canonical({
    portfolioId,
    presentedAt: instant(presentedAt),
    framework: { sha256: hashOf(framework) },
    portfolio: { sha256: hashOf(portfolio) },
    evidence: evidence.map((item) => ({ id: item.id, sha256: hashOf(item), ...(item.file && { fileSha256: item.file.sha256 }) })),
    attestations: attestations.map((attestation) => ({ id: attestation.id, sha256: hashOf(attestation) })),
  } satisfies Manifest)
}
