import {
  DelegateCannotDelegate,
  DelegateForGroup,
  DelegateForSchool,
  DelegationBackwards,
  NoSuchGroupToSignFor,
  NoSuchPerson,
  NoSuchSchoolToSignFor,
  PersonWasErased,
  PersonWasMerged,
  SignatoryDelegated,
} from '@nlc/contracts/membership'
import { type CommandContext, type Fail, handle, newId } from '@nlc/runtime'
import { holdPerson } from '../people/hold-person.ts'
import type { Place } from '../standing.ts'
import { type Authority, authorityOver } from './authority-over.ts'
import { Delegation, shownDelegation } from './delegation.ts'

export const delegateForSchool = handle(DelegateForSchool, async ({ urn, ...asked }, context) => {
  const authority = (await authorityOver(context.sql, context.caller, context.today, { urn })) ?? context.fail(NoSuchSchoolToSignFor)
  return delegate({ urn }, asked, authority, context)
})

export const delegateForGroup = handle(DelegateForGroup, async ({ groupId, ...asked }, context) => {
  const authority = (await authorityOver(context.sql, context.caller, context.today, { groupId })) ?? context.fail(NoSuchGroupToSignFor)
  return delegate({ groupId }, asked, authority, context)
})

interface Asked {
  readonly personId: string
  readonly firstDay: string
  readonly lastDay?: string | undefined
  readonly evidence: { readonly text: string; readonly reference?: string | undefined }
}
type Refusals =
  | typeof DelegateCannotDelegate
  | typeof NoSuchPerson
  | typeof PersonWasMerged
  | typeof PersonWasErased
  | typeof DelegationBackwards
type Context = Omit<CommandContext<typeof DelegateForSchool>, 'fail'> & { readonly fail: Fail<Refusals> }

async function delegate(place: Place, { personId, firstDay, lastDay, evidence }: Asked, authority: Authority, context: Context) {
  const { em, sql: db, caller, today, emit, fail } = context
  if (authority === 'delegated') return fail(DelegateCannotDelegate)
  const person = (await holdPerson(db, caller, today, personId)) ?? fail(NoSuchPerson)
  if (person.mergedInto) fail(PersonWasMerged, { intoPersonId: person.mergedInto })
  if (person.erased) fail(PersonWasErased)
  if (lastDay !== undefined && lastDay < firstDay) fail(DelegationBackwards)

  const delegation = Delegation.given(
    { id: newId(), place, personId: person.id, firstDay, lastDay, delegatedBy: authority.signatoryId },
    evidence,
  )
  await em.persist(delegation).flush()
  emit(SignatoryDelegated, { delegationId: delegation.id, ...place, personId: person.id, firstDay, lastDay })
  return shownDelegation(delegation)
}
