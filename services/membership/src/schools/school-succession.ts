import { defineEntity, p } from '@mikro-orm/core'

export type SuccessionState = 'awaiting-day' | 'awaiting-decision' | 'succeeded' | 'declined'

const SchoolSuccessionSchema = defineEntity({
  name: 'SchoolSuccession',
  tableName: 'school_succession',
  properties: {
    urn: p.string().primary(),
    version: p.integer().version(),
    successorUrn: p.string().nullable(),
    firstDay: p.date().nullable(),
    state: p.string().$type<SuccessionState>(),
    decided: p.boolean(),
    reason: p.string().nullable(),
  },
})

/** What becomes of a school that ends. */
export class SchoolSuccession extends SchoolSuccessionSchema.class {
  static of(urn: string): SchoolSuccession {
    return Object.assign(new SchoolSuccession(), {
      urn,
      successorUrn: null,
      firstDay: null,
      state: 'awaiting-decision',
      decided: false,
      reason: null,
    } satisfies Partial<SchoolSuccession>)
  }

  /** This one school carries it on from the day. */
  carryOn(successorUrn: string, firstDay: string, today: string): void {
    this.successorUrn = successorUrn
    this.firstDay = firstDay
    this.state = firstDay <= today ? 'succeeded' : 'awaiting-day'
  }

  leaveOpen(): void {
    this.successorUrn = null
    this.firstDay = null
    this.state = 'awaiting-decision'
  }

  decline(): void {
    this.successorUrn = null
    this.firstDay = null
    this.state = 'declined'
  }

  decide(reason: string): void {
    this.decided = true
    this.reason = reason
  }
}
SchoolSuccessionSchema.setClass(SchoolSuccession)
