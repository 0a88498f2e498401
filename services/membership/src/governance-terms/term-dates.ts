import { GovernanceTermBackwards, GovernanceTermTooLong, longestTermDays } from '@nlc/contracts/membership'
import { daysBetween } from '../employments/day.ts'
import type { GovernanceCategory } from './governance-term.ts'

/** What is wrong with the days of a term in this category. */
export function faultOfDates(
  category: GovernanceCategory,
  { firstDay, lastDay }: { firstDay: string; lastDay?: string | undefined },
): typeof GovernanceTermBackwards | typeof GovernanceTermTooLong | undefined {
  if (lastDay === undefined) return category === 'head-teacher' ? undefined : GovernanceTermTooLong
  if (lastDay < firstDay) return GovernanceTermBackwards
  return daysBetween(firstDay, lastDay) > longestTermDays ? GovernanceTermTooLong : undefined
}
