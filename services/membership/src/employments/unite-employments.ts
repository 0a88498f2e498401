import type { Employment } from './employment.ts'
import { collide, lastDayOf, united } from './period.ts'

/**
 * All of these belong to one person from now on. Those that the database would refuse beside each other become one: the
 * person's own takes in the other's, the earlier begun the later's. Answers each that was taken in, and into which.
 */
export function uniteEmployments(employments: readonly Employment[], personId: string, newId: () => string, now: Date): [Employment, Employment][] {
  const standing = employments
    .filter(({ voided }) => !voided)
    .sort((a, b) => Number(b.personId === personId) - Number(a.personId === personId) || (a.firstDay < b.firstDay ? -1 : 1))
  const kept: Employment[] = []
  const takenIn = new Map<Employment, Employment>()
  for (const next of standing) {
    // One that grows by uniting can meet others that it did not touch before.
    let current = next
    for (;;) {
      const target = kept.find((other) => other !== current && other.periods.some((a) => current.periods.some((b) => collide(a, b))))
      if (target === undefined) break
      takeIn(target, current)
      current = target
    }
    if (!kept.includes(current)) kept.push(current)
  }
  for (const employment of employments) employment.belongTo(personId, now)
  return [...takenIn.keys()].map((employment) => [employment, final(employment)])

  function takeIn(target: Employment, other: Employment): void {
    const periods = united(target.periods, other.periods)
    const last = lastDayOf(periods)
    const reason = last === null ? null : ((target.lastDay === last ? target.endReason : other.endReason) ?? null)
    target.record(periods, reason, newId, now)
    other.void(now, target.id)
    takenIn.set(other, target)
    const index = kept.indexOf(other)
    if (index >= 0) kept.splice(index, 1)
  }

  function final(employment: Employment): Employment {
    const target = takenIn.get(employment)
    return target === undefined ? employment : final(target)
  }
}
