import { delegateForGroup, delegateForSchool } from './delegate-signature.ts'
import { Delegation } from './delegation.ts'
import { listDelegations } from './list-delegations.ts'
import { listGroupSignatories, listSchoolSignatories } from './list-signatories.ts'
import { revokeDelegation } from './revoke-delegation.ts'

export const handlers = [
  listSchoolSignatories,
  listGroupSignatories,
  delegateForSchool,
  delegateForGroup,
  revokeDelegation,
  listDelegations,
] as const
export const entities = [Delegation] as const
export const reactions = [] as const
export const works = [] as const
