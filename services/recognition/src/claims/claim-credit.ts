import {
  AwardDoesNotStand,
  ClaimedAlready,
  ClaimNotInState,
  CreditAccepted,
  CreditClaimed,
  CreditClaimWithdrawn,
  CreditDecisionIncomplete,
  CreditDeclined,
  CreditProposed,
  DecideClaim,
  NoSuchAward,
  NoSuchClaim,
  NotAnInstitution,
  ProposeCredit,
  SubmitClaim,
  WithdrawClaim,
} from '@nlc/contracts/recognition'
import { type Fail, handle, newId, type Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { findAward, findOwnAward } from '../awards/award.ts'
import { type Claim, type ClaimState, findClaimToKeep, readClaim, saidOf } from './claim.ts'

export const proposeCredit = handle(
  ProposeCredit,
  async ({ awardId, organisationId, statement }, context) => {
    const { sql: db, now, today, emit, fail } = context
    const award = (await findOwnAward(context, awardId)) ?? fail(NoSuchAward)
    if (award.state === 'revoked') fail(AwardDoesNotStand)
    const { rows } = await sql`
      select from known_partner_organisation where id = ${organisationId}::uuid and kind = 'hei'
        and ${today}::date between first_day and coalesce(last_day, 'infinity')`.execute(db)
    if (rows.length === 0) fail(NotAnInstitution)
    const id = newId()
    await sql`
      insert into credit_claim (id, award_id, organisation_id, statement, proposed_at)
      values (${id}, ${award.id}, ${organisationId}, ${statement ?? null}, ${now.toISOString()}::timestamptz)`.execute(db)
    const claim = await readClaim(db, id)
    emit(CreditProposed, saidOf(claim))
    return claim
  },
  { constraints: { credit_claim_once: ClaimedAlready } },
)

export const submitClaim = handle(SubmitClaim, async ({ claimId }, context) => {
  const { sql: db, now, emit, fail, checkVersion } = context
  const claim = (await findClaimToKeep(context, claimId, 'holder')) ?? fail(NoSuchClaim)
  checkVersion(claim)
  mustBe(claim, ['proposed'], fail)
  if ((await findAward(db, claim.awardId))?.state !== 'awarded') fail(AwardDoesNotStand)
  const submitted = await change(db, claim, sql`state = 'submitted', submitted_at = ${now.toISOString()}::timestamptz`)
  emit(CreditClaimed, saidOf(submitted))
  return submitted
})

export const withdrawClaim = handle(WithdrawClaim, async ({ claimId }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const claim = (await findClaimToKeep(context, claimId, 'holder')) ?? fail(NoSuchClaim)
  checkVersion(claim)
  mustBe(claim, ['proposed', 'submitted'], fail)
  const withdrawn = await change(db, claim, sql`state = 'withdrawn'`)
  emit(CreditClaimWithdrawn, saidOf(withdrawn))
  return withdrawn
})

export const decideClaim = handle(DecideClaim, async ({ claimId, decision, credit, reason }, context) => {
  const { sql: db, now, emit, fail, checkVersion } = context
  const claim = (await findClaimToKeep(context, claimId, 'institution')) ?? fail(NoSuchClaim)
  checkVersion(claim)
  mustBe(claim, ['submitted'], fail)
  const isAccepted = decision === 'accepted'
  if (isAccepted !== (credit !== undefined) || isAccepted === (reason !== undefined)) fail(CreditDecisionIncomplete)
  if (isAccepted && (await findAward(db, claim.awardId))?.state !== 'awarded') fail(AwardDoesNotStand)
  const decided = await change(
    db,
    claim,
    sql`state = ${decision}, credit = ${credit === undefined ? null : JSON.stringify(credit)}::jsonb, reason = ${reason ?? null},
      decided_at = ${now.toISOString()}::timestamptz`,
  )
  if (credit) emit(CreditAccepted, { ...saidOf(decided), credits: credit.credits, level: credit.level })
  else emit(CreditDeclined, saidOf(decided))
  return decided
})

function mustBe({ state }: Claim, needed: ClaimState[], fail: Fail<typeof ClaimNotInState>): void {
  if (!needed.includes(state)) fail(ClaimNotInState, { state, needed })
}

async function change(db: Sql, { id }: Claim, set: RawBuilder<unknown>): Promise<Claim> {
  await sql`update credit_claim set version = version + 1, ${set} where id = ${id}::uuid`.execute(db)
  return readClaim(db, id)
}
