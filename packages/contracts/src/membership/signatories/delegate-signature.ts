import { command, problem } from '../../define.ts'
import { Id, period, Urn } from '../../formats.ts'
import { NoSuchPerson, PersonWasErased, PersonWasMerged } from '../people/problems.ts'
import { SignatoryDelegated } from './events.ts'
import { Delegation, Evidence } from './model.ts'
import { DelegationBackwards, NoSuchGroupToSignFor, NoSuchSchoolToSignFor } from './problems.ts'

export const DelegateCannotDelegate = problem(403, 'delegate-cannot-delegate', 'Who signs by delegation cannot delegate further.')

const description =
  'For the national body and for signatories who sign in their own right. The person signs from the first to the last day, both counted, while they have a ' +
  'place at the school or its trust.'

export const DelegateForSchool = command('membership.delegate-for-school', {
  summary: 'Let a person sign for a school',
  description,
  needs: 'people:write',
  http: 'POST /v1/schools/:urn/delegations',
  input: { urn: Urn, personId: Id, ...period, evidence: Evidence },
  output: Delegation,
  emits: [SignatoryDelegated],
  problems: [NoSuchSchoolToSignFor, NoSuchPerson, PersonWasMerged, PersonWasErased, DelegateCannotDelegate, DelegationBackwards],
})

export const DelegateForGroup = command('membership.delegate-for-group', {
  summary: 'Let a person sign for a trust or federation',
  description,
  needs: 'people:write',
  http: 'POST /v1/groups/:groupId/delegations',
  input: { groupId: Id, personId: Id, ...period, evidence: Evidence },
  output: Delegation,
  emits: [SignatoryDelegated],
  problems: [NoSuchGroupToSignFor, NoSuchPerson, PersonWasMerged, PersonWasErased, DelegateCannotDelegate, DelegationBackwards],
})
