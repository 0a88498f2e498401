import {
  DelegationOver,
  DelegationRevoked,
  NoSuchDelegation,
  RevocationOutsideDelegation,
  RevokeDelegation,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { dayBefore, isBefore } from '../employments/day.ts'
import { authorityOver } from './authority-over.ts'
import { Delegation, shownDelegation } from './delegation.ts'

export const revokeDelegation = handle(
  RevokeDelegation,
  async ({ delegationId, lastDay }, { em, sql: db, caller, today, emit, fail, checkVersion }) => {
    const delegation = (await em.findOne(Delegation, delegationId)) ?? fail(NoSuchDelegation)
    const { urn, groupId, personId } = delegation
    const authority = await authorityOver(db, caller, today, urn == null ? { groupId: groupId! } : { urn })
    if (authority === undefined || authority === 'delegated') fail(NoSuchDelegation)
    checkVersion(delegation)
    if (delegation.revokedOn || isBefore(delegation.lastDay ?? null, today)) fail(DelegationOver)
    const until = lastDay ?? dayBefore(today)
    if (isBefore(until, dayBefore(today)) || isBefore(delegation.lastDay ?? null, until)) fail(RevocationOutsideDelegation)

    // One that has not begun holds on no day.
    const last = until < delegation.firstDay ? dayBefore(delegation.firstDay) : until
    delegation.revoke(last, today)
    await em.flush()
    emit(DelegationRevoked, { delegationId: delegation.id, urn: urn ?? undefined, groupId: groupId ?? undefined, personId, lastDay: last })
    return shownDelegation(delegation)
  },
)
