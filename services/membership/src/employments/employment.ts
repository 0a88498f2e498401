import { Collection, defineEntity, p } from '@mikro-orm/core'
import { type EmployerKind, firstDayOf, lastDayOf, lasting, type Period, type StaffCategory, type WorkingDay } from './period.ts'

const EmploymentPeriodSchema = defineEntity({
  name: 'EmploymentPeriod',
  tableName: 'employment_period',
  properties: {
    id: p.uuid().primary(),
    employment: () => p.manyToOne(Employment),
    firstDay: p.date(),
    lastDay: p.date().nullable(),
    employerKind: p.string().$type<EmployerKind>(),
    employerReference: p.string(),
    urns: p.array().$type<readonly string[]>(),
    workingDays: p.array().$type<readonly WorkingDay[]>(),
    fte: p.double().$type<number>(),
    staffCategory: p.string().$type<StaffCategory>(),
    payrollNumber: p.string().nullable(),
  },
})

export class EmploymentPeriod extends EmploymentPeriodSchema.class {
  get said(): Period {
    return {
      firstDay: this.firstDay,
      lastDay: this.lastDay ?? null,
      employer: { kind: this.employerKind, reference: this.employerReference },
      urns: this.urns,
      workingDays: this.workingDays,
      fte: this.fte,
      staffCategory: this.staffCategory,
      payrollNumber: this.payrollNumber ?? null,
    }
  }

  say({ employer, ...said }: Period): void {
    Object.assign(this, said, { employerKind: employer.kind, employerReference: employer.reference })
  }
}
EmploymentPeriodSchema.setClass(EmploymentPeriod)

export type EmploymentEndReason = 'left' | 'retired' | 'contract-ended' | 'moved-to-another-school' | 'other'

const EmploymentSchema = defineEntity({
  name: 'Employment',
  tableName: 'employment',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    personId: p.uuid(),
    endReason: p.string().$type<EmploymentEndReason>().nullable(),
    voided: p.boolean(),
    changedAt: p.datetime(),
    rows: () => p.oneToMany(EmploymentPeriod).mappedBy('employment').orphanRemoval(),
  },
})

/** Load it with its `rows`. */
export class Employment extends EmploymentSchema.class {
  override rows = new Collection<EmploymentPeriod>(this)

  static started(ids: { id: string; personId: string; newId: () => string }, periods: readonly Period[], now: Date): Employment {
    const employment = new Employment()
    Object.assign(employment, { id: ids.id, personId: ids.personId, voided: false })
    employment.record(periods, null, ids.newId, now)
    return employment
  }

  /** The earliest first. */
  get periods(): Period[] {
    return this.rows.map(({ said }) => said).sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1))
  }

  get firstDay(): string {
    return firstDayOf(this.periods)
  }

  get lastDay(): string | null {
    return lastDayOf(this.periods)
  }

  /** Somebody ended it. A fixed term that has a last day from the beginning was not ended. */
  get hasEnded(): boolean {
    return this.endReason != null
  }

  end(lastDay: string, reason: EmploymentEndReason, now: Date): void {
    this.record(lasting(this.periods, lastDay), reason, () => '', now)
  }

  /** Puts these periods in the place of those that are recorded; a period that stays, by its first day, keeps its id. */
  record(periods: readonly Period[], endReason: EmploymentEndReason | null, newId: () => string, now: Date): void {
    const byFirstDay = new Map(this.rows.map((row) => [row.firstDay, row]))
    for (const period of periods) {
      const row = byFirstDay.get(period.firstDay) ?? new EmploymentPeriod()
      if (!byFirstDay.delete(period.firstDay)) {
        row.id = newId()
        this.rows.add(row)
      }
      row.say(period)
    }
    for (const row of byFirstDay.values()) this.rows.remove(row)
    this.endReason = endReason
    this.changedAt = now
  }

  /** Entered in error: it never was. */
  void(now: Date): void {
    this.voided = true
    this.changedAt = now
  }
}
EmploymentSchema.setClass(Employment)
