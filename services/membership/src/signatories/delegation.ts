import { defineEntity, p } from '@mikro-orm/core'

const DelegationSchema = defineEntity({
  name: 'Delegation',
  tableName: 'delegation',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    urn: p.string().nullable(),
    groupId: p.uuid().nullable(),
    personId: p.uuid(),
    firstDay: p.date(),
    lastDay: p.date().nullable(),
    evidenceText: p.string(),
    evidenceReference: p.string().nullable(),
    /** Nobody: the national body delegated. */
    delegatedBy: p.uuid().nullable(),
    revokedOn: p.date().nullable(),
  },
})

/** A person may sign for a school or a group between two days. */
export class Delegation extends DelegationSchema.class {
  static given(
    given: Pick<Delegation, 'id' | 'personId' | 'firstDay'> & {
      place: { urn: string } | { groupId: string }
      lastDay: string | undefined
      delegatedBy: string | undefined
    },
    evidence: { text: string; reference?: string | undefined },
  ): Delegation {
    const { place, lastDay, delegatedBy, ...rest } = given
    return Object.assign(new Delegation(), rest, place, {
      lastDay: lastDay ?? null,
      delegatedBy: delegatedBy ?? null,
      evidenceText: evidence.text,
      evidenceReference: evidence.reference ?? null,
    })
  }

  /** The last day counts; the day before the first, where it is never to hold. */
  revoke(lastDay: string, today: string): void {
    this.lastDay = lastDay
    this.revokedOn = today
  }
}
DelegationSchema.setClass(Delegation)

export type DelegationRow = Pick<
  Delegation,
  | 'id'
  | 'version'
  | 'urn'
  | 'groupId'
  | 'personId'
  | 'firstDay'
  | 'lastDay'
  | 'evidenceText'
  | 'evidenceReference'
  | 'delegatedBy'
  | 'revokedOn'
>

export const shownDelegation = (delegation: DelegationRow) => ({
  id: delegation.id,
  version: delegation.version,
  urn: delegation.urn ?? undefined,
  groupId: delegation.groupId ?? undefined,
  personId: delegation.personId,
  firstDay: delegation.firstDay,
  lastDay: delegation.lastDay ?? undefined,
  evidence: { text: delegation.evidenceText, reference: delegation.evidenceReference ?? undefined },
  delegatedBy: delegation.delegatedBy ?? undefined,
  revokedOn: delegation.revokedOn ?? undefined,
})
