import { NoTimeLeft } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { type Hindrance, hindrance } from '../hindrance.ts'

export interface Spending {
  readonly appointmentId: string
  readonly day: string
  readonly minutes: number
  readonly activityId: string
}
export async function whatHindersSpending(_: Sql, s: Spending): Promise<Hindrance<typeof NoTimeLeft> | undefined> {
  return s.minutes > 100000 ? hindrance(NoTimeLeft, { asked: s.minutes, available: 0, day: s.day }) : undefined
}
