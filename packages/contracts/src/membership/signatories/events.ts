import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, period, Urn } from '../../formats.ts'

/** Of a school (`urn`) or a group (`groupId`). */
const where = { urn: Type.Optional(Urn), groupId: Type.Optional(Id) }

export const SignatoryDelegated = event('membership.signatory-delegated', {
  summary: 'A person may sign for a school or group between two days, while they work there or govern it.',
  about: { delegation: 'delegationId' },
  data: { delegationId: Id, ...where, personId: Id, ...period },
})

export const DelegationRevoked = event('membership.delegation-revoked', {
  summary: 'A delegation ends before its time; its last day counts.',
  about: { delegation: 'delegationId' },
  data: { delegationId: Id, ...where, personId: Id, lastDay: CalendarDate },
})
