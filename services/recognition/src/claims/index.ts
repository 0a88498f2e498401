import { decideClaim, proposeCredit, submitClaim, withdrawClaim } from './claim-credit.ts'
import { getClaim, listClaims } from './read-claims.ts'

export const handlers = [proposeCredit, submitClaim, withdrawClaim, decideClaim, getClaim, listClaims] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
