import type { CreditClaim as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Asked } from '../portfolios/find-portfolio.ts'
import { actingPerson } from '../standing.ts'

type Instants = 'proposedAt' | 'submittedAt' | 'decidedAt'
/** As the API shows it, but for instants, which are no strings yet. */
export type Claim = Omit<Static<typeof Shown>, Instants> & {
  readonly proposedAt: Date
  readonly submittedAt?: Date
  readonly decidedAt?: Date
}
export type ClaimState = Claim['state']

/** `c` is the claim, `w` the award. */
export async function readClaims(db: Sql, rest: RawBuilder<unknown>): Promise<Claim[]> {
  const { rows } = await sql<WithoutNulls<Claim>>`
    select c.id, c.version, c.award_id as "awardId", c.organisation_id as "organisationId", c.statement, c.state, c.credit, c.reason,
      c.proposed_at as "proposedAt", c.submitted_at as "submittedAt", c.decided_at as "decidedAt"
    from credit_claim c join award w on w.id = c.award_id ${rest}`.execute(db)
  return rows.map(withoutNulls) as Claim[]
}

export const readClaim = async (db: Sql, id: string): Promise<Claim> => (await readClaims(db, sql`where c.id = ${id}::uuid`))[0]!

/** One's own; where one is staff, those that were submitted. */
export const seenBy = (personId: string, today: string): RawBuilder<unknown> =>
  sql`(w.person_id = ${personId}::uuid
    or (c.state in ('submitted', 'accepted', 'declined') and is_staff_of(${personId}::uuid, c.organisation_id, ${today}::date)))`

export type ClaimAs = 'holder' | 'institution'

export async function findClaim({ sql: db, caller, today }: Asked, claimId: string): Promise<{ claim: Claim; as: ClaimAs } | undefined> {
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined) return undefined
  const [claim] = await readClaims(db, sql`where c.id = ${claimId}::uuid and ${seenBy(personId, today)}`)
  if (!claim) return undefined
  const { rows } = await sql`select from award where id = ${claim.awardId}::uuid and person_id = ${personId}::uuid`.execute(db)
  return { claim, as: rows.length > 0 ? 'holder' : 'institution' }
}

export async function findClaimToKeep(asked: Asked, claimId: string, by: ClaimAs): Promise<Claim | undefined> {
  await sql`select from credit_claim where id = ${claimId}::uuid for update`.execute(asked.sql)
  const found = await findClaim(asked, claimId)
  return found?.as === by ? found.claim : undefined
}

export const saidOf = ({ id: claimId, awardId, organisationId }: Claim) => ({ claimId, awardId, organisationId })
