import { isBefore } from '../employments/day.ts'
import type { EmploymentRecord } from '../employments/employment-record.ts'
import { type Employer, overlap, type Period, sameEmployer } from '../employments/period.ts'
import type { Item } from './item.ts'

export interface Claimant {
  readonly item: Item
  readonly employer: Employer | undefined
  /** The employment that the reference was remembered with. */
  readonly remembered: string | undefined
}

/**
 * Which recorded employment of a person each of the person's items is about: the one remembered, else of those at the school on
 * some day of the item one with the same employer and category, else the same category, else the only one that is left, unless
 * another reference stands for it. Whoever fits best is served first, so that a second job does not take the first one's record.
 * @param remembered employments for which the client's references stand.
 */
export function claims(
  claimants: readonly Claimant[],
  employments: readonly EmploymentRecord[],
  urn: string,
  remembered: ReadonlySet<string>,
): Map<Item, EmploymentRecord> {
  const claimed = new Map<Item, EmploymentRecord>()
  const free = new Set(employments)
  const here = ({ periods }: EmploymentRecord, { employment }: Item): Period[] => {
    const days = { firstDay: employment.firstDay, lastDay: employment.lastDay ?? null }
    return days.lastDay !== null && isBefore(days.lastDay, days.firstDay)
      ? []
      : periods.filter((period) => period.urns.includes(urn) && overlap(period, days))
  }
  const rounds: ((claimant: Claimant, record: EmploymentRecord, periods: readonly Period[]) => boolean)[] = [
    ({ remembered }, { id }) => id === remembered,
    ({ item, employer }, _, periods) =>
      periods.some(
        (period) => period.staffCategory === item.employment.staffCategory && (!employer || sameEmployer(employer, period.employer)),
      ),
    ({ item }, _, periods) => periods.some((period) => period.staffCategory === item.employment.staffCategory),
    ({ item }, { id }) => !remembered.has(id) && [...free].filter((record) => here(record, item).length > 0).length === 1,
  ]
  for (const fits of rounds) {
    for (const claimant of claimants) {
      if (claimed.has(claimant.item)) continue
      const record = [...free].find((candidate) => {
        const periods = here(candidate, claimant.item)
        return periods.length > 0 && fits(claimant, candidate, periods)
      })
      if (record === undefined) continue
      claimed.set(claimant.item, record)
      free.delete(record)
    }
  }
  return claimed
}
