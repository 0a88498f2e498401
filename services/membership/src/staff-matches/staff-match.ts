import { defineEntity, p } from '@mikro-orm/core'
import type { Linked, MatchedBy } from './match-row.ts'

export type StaffMatchState = 'matched' | 'ambiguous' | 'unlinked'
const nobody = { personId: null, matchedBy: null, wasPersonId: null, wasMatchedBy: null, candidates: [] }

const StaffMatchSchema = defineEntity({
  name: 'StaffMatch',
  tableName: 'staff_match',
  properties: {
    id: p.uuid().primary(),
    clientId: p.string(),
    urn: p.string(),
    recipientRef: p.string(),
    state: p.string().$type<StaffMatchState>(),
    personId: p.uuid().nullable(),
    matchedBy: p.string().$type<MatchedBy>().nullable(),
    /** Whom it stood for before it came into doubt: a later list can clear that, by naming this person again. */
    wasPersonId: p.uuid().nullable(),
    wasMatchedBy: p.string().$type<MatchedBy>().nullable(),
    candidates: p.array().$type<string[]>(),
    /** Everybody whom it was ever linked to. */
    ever: p.array().$type<string[]>(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
})

export class StaffMatch extends StaffMatchSchema.class {
  /** What the reference stands for, or stood for until it came into doubt. */
  get linked(): Linked | undefined {
    const personId = this.personId ?? this.wasPersonId
    const matchedBy = this.matchedBy ?? this.wasMatchedBy
    return personId != null && matchedBy != null ? { personId, matchedBy } : undefined
  }

  link(personId: string, matchedBy: MatchedBy, now: Date): void {
    Object.assign(this, { ...nobody, state: 'matched', personId, matchedBy, ever: [...new Set([...this.ever, personId])], updatedAt: now })
  }

  doubt(candidates: readonly string[], now: Date): void {
    const { linked } = this
    const was = { wasPersonId: linked?.personId ?? null, wasMatchedBy: linked?.matchedBy ?? null }
    Object.assign(this, { ...nobody, ...was, state: 'ambiguous', candidates: [...candidates].sort(), updatedAt: now })
  }

  unlink(now: Date): void {
    Object.assign(this, { ...nobody, state: 'unlinked', updatedAt: now })
  }
}
StaffMatchSchema.setClass(StaffMatch)
