import { DelegateForGroup, DelegateForSchool } from './delegate-signature.ts'
import { DelegationRevoked, SignatoryDelegated } from './events.ts'
import { ListDelegations } from './list-delegations.ts'
import { ListGroupSignatories } from './list-group-signatories.ts'
import { ListSchoolSignatories } from './list-school-signatories.ts'
import { RevokeDelegation } from './revoke-delegation.ts'

export * from './delegate-signature.ts'
export * from './events.ts'
export * from './list-delegations.ts'
export * from './list-group-signatories.ts'
export * from './list-school-signatories.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './revoke-delegation.ts'

export const operations = [
  ListSchoolSignatories,
  ListGroupSignatories,
  DelegateForSchool,
  DelegateForGroup,
  RevokeDelegation,
  ListDelegations,
] as const
export const events = [SignatoryDelegated, DelegationRevoked] as const
