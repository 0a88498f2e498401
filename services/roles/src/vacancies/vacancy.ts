import { defineEntity, p } from '@mikro-orm/core'
import type { Vacancy as ShownVacancy, vacancyTerms } from '@nlc/contracts/roles'
import type { Static, TObject } from 'typebox'

type Shown = Static<typeof ShownVacancy>
export type VacancyState = Shown['state']
export type VacancyCloseReason = NonNullable<Shown['closeReason']>
export type VacancyTerms = Static<TObject<typeof vacancyTerms>>

const VacancySchema = defineEntity({
  name: 'Vacancy',
  tableName: 'vacancy',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    networkId: p.uuid(),
    roleCode: p.string(),
    subject: p.string().nullable(),
    holders: p.double().$type<number>(),
    filled: p.double().$type<number>(),
    minutesPerWeek: p.integer().nullable(),
    description: p.string().nullable(),
    firstDay: p.date().nullable(),
    lastDay: p.date().nullable(),
    closingDay: p.date().nullable(),
    state: p.string().$type<VacancyState>(),
    closeReason: p.string().$type<VacancyCloseReason>().nullable(),
    openedAt: p.datetime(),
    closedAt: p.datetime().nullable(),
  },
})

export class Vacancy extends VacancySchema.class {
  /** Whole: what is left out holds no more. */
  describe({ holders, minutesPerWeek, description, firstDay, lastDay, closingDay }: VacancyTerms, now: Date): void {
    this.holders = hundredths(holders)
    this.minutesPerWeek = minutesPerWeek ?? null
    this.description = description ?? null
    this.firstDay = firstDay ?? null
    this.lastDay = lastDay ?? null
    this.closingDay = closingDay ?? null
    this.closeWhenFilled(now)
  }

  /** @param share of one whole holder. */
  appoint(share: number, now: Date): void {
    this.filled = hundredths(this.filled + share)
    this.closeWhenFilled(now)
  }

  close(reason: VacancyCloseReason, now: Date): void {
    this.state = 'closed'
    this.closeReason = reason
    this.closedAt = now
  }

  private closeWhenFilled(now: Date): void {
    if (this.filled < this.holders) return
    this.state = 'filled'
    this.closedAt = now
  }
}
VacancySchema.setClass(Vacancy)

/** Shares are told in hundredths; sums of binary fractions have dust. */
const hundredths = (share: number) => Math.round(share * 100) / 100
