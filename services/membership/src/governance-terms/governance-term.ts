import { defineEntity, p } from '@mikro-orm/core'

export interface Board {
  readonly kind: 'school' | 'group'
  readonly reference: string
}
export type GovernanceCategory =
  | 'parent'
  | 'staff'
  | 'head-teacher'
  | 'local-authority'
  | 'co-opted'
  | 'foundation'
  | 'partnership'
  | 'trustee'
  | 'associate'
export type GovernanceOffice = 'chair' | 'vice-chair'
export type GovernanceEndReason = 'term-completed' | 'resigned' | 'removed' | 'disqualified' | 'office-changed' | 'left-post' | 'other'

export interface TermDates {
  readonly firstDay: string
  readonly lastDay: string | null
}

const GovernanceTermSchema = defineEntity({
  name: 'GovernanceTerm',
  tableName: 'governance_term',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    personId: p.uuid(),
    boardKind: p.string().$type<Board['kind']>(),
    boardReference: p.string(),
    category: p.string().$type<GovernanceCategory>(),
    office: p.string().$type<GovernanceOffice>().nullable(),
    firstDay: p.date(),
    lastDay: p.date().nullable(),
    endReason: p.string().$type<GovernanceEndReason>().nullable(),
    voided: p.boolean(),
    unitedInto: p.uuid().nullable(),
    changedAt: p.datetime(),
  },
})

export class GovernanceTerm extends GovernanceTermSchema.class {
  static started(
    {
      id,
      personId,
      board,
      category,
      office,
    }: { id: string; personId: string; board: Board; category: GovernanceCategory; office?: GovernanceOffice | undefined },
    { firstDay, lastDay }: TermDates,
    now: Date,
  ): GovernanceTerm {
    const term = new GovernanceTerm()
    return Object.assign(term, {
      id,
      personId,
      boardKind: board.kind,
      boardReference: board.reference,
      category,
      office: office ?? null,
      firstDay,
      lastDay,
      voided: false,
      changedAt: now,
    })
  }

  get board(): Board {
    return { kind: this.boardKind, reference: this.boardReference }
  }

  /** Somebody ended it before its time. */
  get hasEnded(): boolean {
    return this.endReason != null
  }

  end(lastDay: string, reason: GovernanceEndReason, now: Date): void {
    this.lastDay = lastDay
    this.endReason = reason
    this.changedAt = now
  }

  correct(
    {
      category,
      office,
      endReason,
    }: { category: GovernanceCategory; office?: GovernanceOffice | undefined; endReason?: GovernanceEndReason | undefined },
    { firstDay, lastDay }: TermDates,
    now: Date,
  ): void {
    Object.assign(this, { category, office: office ?? null, endReason: endReason ?? null, firstDay, lastDay, changedAt: now })
  }

  last(dates: TermDates, endReason: GovernanceEndReason | null, now: Date): void {
    Object.assign(this, dates, { endReason, changedAt: now })
  }

  belongTo(personId: string, now: Date): void {
    if (this.personId === personId) return
    this.personId = personId
    this.changedAt = now
  }

  /** Entered in error, or united with another one: it never was. */
  void(now: Date, unitedInto?: string): void {
    this.voided = true
    this.unitedInto = unitedInto ?? null
    this.changedAt = now
  }
}
GovernanceTermSchema.setClass(GovernanceTerm)
