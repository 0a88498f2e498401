import Type from 'typebox'
import { command, event, problem, query } from '../../define.ts'
import { Id, Instant, pageOf, paging, text, Version } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { AwardId, NoSuchAward } from '../awards/index.ts'

export const ClaimId = Type.String({ format: 'uuid', description: 'A claim of academic credit.' })
export const ClaimState = Type.Enum(['proposed', 'submitted', 'accepted', 'declined', 'withdrawn'])

/** Credits as the FHEQ counts them (120 are a full-time year); level 4 to 8, of which 7 is a master's. */
export const Credit = Type.Object({
  credits: Type.Integer({ minimum: 1, maximum: 360 }),
  level: Type.Integer({ minimum: 4, maximum: 8 }),
  module: Type.Optional(text(200)),
})

export const CreditClaim = Type.Object({
  id: ClaimId,
  version: Version,
  awardId: AwardId,
  organisationId: Type.String({ ...Id, description: 'The higher education institution.' }),
  statement: Type.Optional(text(5_000)),
  state: ClaimState,
  credit: Type.Optional(Credit),
  reason: Type.Optional(Type.String({ ...text(2_000), description: 'Of one that was declined.' })),
  proposedAt: Instant,
  submittedAt: Type.Optional(Instant),
  decidedAt: Type.Optional(Instant),
})

const about = { 'credit-claim': 'claimId' } as const
const data = { claimId: ClaimId, awardId: AwardId, organisationId: Id }
export const CreditProposed = event('recognition.credit-proposed', { summary: 'A holder means to claim credit for an award.', about, data })
export const CreditClaimed = event('recognition.credit-claimed', { summary: 'Credit is claimed at an institution.', about, data })
export const CreditAccepted = event('recognition.credit-accepted', {
  summary: 'An institution gives credit for an award.',
  about,
  data: { ...data, credits: Credit.properties.credits, level: Credit.properties.level },
})
export const CreditDeclined = event('recognition.credit-declined', { summary: 'An institution gives no credit for an award.', about, data })
export const CreditClaimWithdrawn = event('recognition.credit-claim-withdrawn', {
  summary: 'A holder claims credit no longer.',
  about,
  data,
})

export const NoSuchClaim = problem(404, 'no-such-claim', 'There is no such claim.')
export const NotAnInstitution = problem(422, 'not-an-institution', 'There is no higher education institution of this id.')
export const ClaimedAlready = problem(409, 'claimed-already', 'Credit for this award is claimed there already.')
export const AwardDoesNotStand = problem(409, 'award-does-not-stand', 'The award was revoked.')
export const ClaimNotInState = problem(409, 'claim-not-in-state', 'The claim is in a state in which this cannot be done.', {
  state: ClaimState,
  needed: Type.Array(ClaimState),
})
export const CreditDecisionIncomplete = problem(
  422,
  'credit-decision-incomplete',
  'Who accepts a claim says how much credit, and at which level; who declines it says why.',
)

export const ProposeCredit = command('recognition.propose-credit', {
  summary: 'Propose to claim academic credit for an award',
  description: 'By its holder. The institution sees nothing of it before it is submitted.',
  needs: 'recognition:write',
  http: 'POST /v1/awards/:awardId/credit-claims',
  input: { awardId: AwardId, organisationId: Id, statement: CreditClaim.properties.statement },
  output: CreditClaim,
  emits: [CreditProposed],
  problems: [NoSuchAward, AwardDoesNotStand, NotAnInstitution, ClaimedAlready],
})

export const SubmitClaim = command('recognition.submit-claim', {
  summary: 'Submit a claim to the institution',
  description: 'By the holder: from now on the institution’s staff see the claim, and the portfolio with its evidence.',
  needs: 'recognition:write',
  http: 'POST /v1/credit-claims/:claimId/submission',
  input: { claimId: ClaimId },
  output: CreditClaim,
  emits: [CreditClaimed],
  problems: [NoSuchClaim, ClaimNotInState, AwardDoesNotStand],
  status: 200,
  ifMatch: true,
})

export const WithdrawClaim = command('recognition.withdraw-claim', {
  summary: 'Withdraw a claim',
  needs: 'recognition:write',
  http: 'POST /v1/credit-claims/:claimId/withdrawal',
  input: { claimId: ClaimId },
  output: CreditClaim,
  emits: [CreditClaimWithdrawn],
  problems: [NoSuchClaim, ClaimNotInState],
  status: 200,
  ifMatch: true,
})

export const DecideClaim = command('recognition.decide-claim', {
  summary: 'Accept or decline a claim of credit',
  description: 'By somebody whom the institution employs (staff category `hei-staff`).',
  needs: 'recognition:write',
  http: 'POST /v1/credit-claims/:claimId/decision',
  input: {
    claimId: ClaimId,
    decision: Type.Enum(['accepted', 'declined']),
    credit: Type.Optional(Credit),
    reason: CreditClaim.properties.reason,
  },
  output: CreditClaim,
  emits: [CreditAccepted, CreditDeclined],
  problems: [NoSuchClaim, ClaimNotInState, CreditDecisionIncomplete, AwardDoesNotStand],
  status: 200,
  ifMatch: true,
})

export const GetClaim = query('recognition.get-claim', {
  summary: 'Get a claim of credit',
  description: 'By the holder; once it is submitted, by the institution’s staff.',
  needs: 'recognition:read',
  http: 'GET /v1/credit-claims/:claimId',
  input: { claimId: ClaimId },
  output: CreditClaim,
  problems: [NoSuchClaim],
})

export const ListClaims = query('recognition.list-claims', {
  summary: 'List claims of credit',
  description: 'One’s own, and those that are submitted where one is staff.',
  needs: 'recognition:read',
  http: 'GET /v1/credit-claims',
  input: { state: Type.Optional(ClaimState), ...paging },
  output: pageOf(CreditClaim),
  problems: [NeedsPerson],
})

export const operations = [ProposeCredit, SubmitClaim, WithdrawClaim, DecideClaim, GetClaim, ListClaims] as const
export const events = [CreditProposed, CreditClaimed, CreditAccepted, CreditDeclined, CreditClaimWithdrawn] as const
