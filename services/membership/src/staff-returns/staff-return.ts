import { defineEntity, p } from '@mikro-orm/core'
import type { Item, ItemResult, Outcome } from './item.ts'
import type { Plan } from './plan-return.ts'

export type StaffReturnState = 'accepted' | 'awaiting-confirmation' | 'rejected' | 'superseded'
export type Counts = Record<ItemResult | 'absent', number>
export interface Absence {
  readonly personId: string
  readonly employmentId: string
  readonly questionId?: string | undefined
}

const StaffReturnSchema = defineEntity({
  name: 'StaffReturn',
  tableName: 'staff_return',
  properties: {
    id: p.uuid().primary(),
    urn: p.string(),
    clientId: p.string(),
    mode: p.string().$type<'full' | 'delta'>(),
    state: p.string().$type<StaffReturnState>(),
    extractedAt: p.datetime(),
    receivedAt: p.datetime(),
    /** What was sent, while it waits for confirmation. */
    items: p.json<readonly Item[]>().nullable(),
    counts: p.json<Counts>(),
    outcomes: p.json<readonly Outcome[]>(),
    absent: p.json<readonly Absence[]>(),
  },
})

export class StaffReturn extends StaffReturnSchema.class {
  static received(
    { id, urn, clientId, mode, extractedAt }: Pick<StaffReturn, 'id' | 'urn' | 'clientId' | 'mode' | 'extractedAt'>,
    plan: Plan,
    waiting: readonly Item[] | undefined,
    now: Date,
  ): StaffReturn {
    const staffReturn = new StaffReturn()
    Object.assign(staffReturn, {
      id,
      urn,
      clientId,
      mode,
      extractedAt,
      receivedAt: now,
      state: waiting ? 'awaiting-confirmation' : 'accepted',
      items: waiting ?? null,
    })
    staffReturn.tell(plan)
    return staffReturn
  }

  accept(plan: Plan): void {
    this.state = 'accepted'
    this.items = null
    this.tell(plan)
  }

  reject(): void {
    this.state = 'rejected'
    this.items = null
  }

  tell({ outcomes, absent }: Plan): void {
    this.outcomes = outcomes
    this.absent = absent
    this.counts = countsOf({ outcomes, absent })
  }
}
StaffReturnSchema.setClass(StaffReturn)

export function countsOf({ outcomes, absent }: Pick<Plan, 'outcomes' | 'absent'>): Counts {
  const counts: Counts = { created: 0, started: 0, changed: 0, ended: 0, unchanged: 0, refused: 0, question: 0, absent: absent.length }
  for (const { outcome } of outcomes) counts[outcome] += 1
  return counts
}

export const shownReturn = ({ id, urn, mode, state, extractedAt, receivedAt, counts, outcomes, absent }: StaffReturn) => ({
  id,
  urn,
  mode,
  dryRun: false,
  state,
  extractedAt,
  receivedAt,
  counts,
  outcomes,
  absent,
})
