import type { EmploymentRecord } from './employment-record.ts'
import { type Both, collide, firstDayOf, lastDayOf, type Period, united } from './period.ts'

export interface United {
  /** All of them as they are to be recorded. */
  readonly employments: EmploymentRecord[]
  /** Which was taken in, into which. */
  readonly takenIn: { readonly employmentId: string; readonly into: EmploymentRecord }[]
}

/** Employments that are one; whose words win comes first. */
interface Cluster {
  readonly members: readonly EmploymentRecord[]
  readonly periods: readonly Period[]
}

/**
 * All of these belong to one person from now on. Those that the database would refuse beside each other become one: the
 * person's own takes in the other's, the earlier begun the later's.
 */
export function uniteEmployments(employments: readonly EmploymentRecord[], personId: string, both: Both): United {
  const inOrder = [...employments].sort(
    (a, b) => Number(b.personId === personId) - Number(a.personId === personId) || (firstDayOf(a.periods) < firstDayOf(b.periods) ? -1 : 1),
  )
  const rank = new Map(inOrder.map((employment, index) => [employment, index]))
  let clusters: Cluster[] = []
  for (const next of inOrder) {
    let cluster = joined([next])
    // One that grows by uniting can meet others that it did not touch before.
    for (let met = meeting(cluster); met !== undefined; met = meeting(cluster)) {
      const members = [...met.members, ...cluster.members]
      clusters = clusters.filter((other) => other !== met)
      cluster = joined(members)
    }
    clusters.push(cluster)
  }
  const result: United = { employments: [], takenIn: [] }
  for (const { members, periods } of clusters) {
    const [first, ...others] = members as [EmploymentRecord, ...EmploymentRecord[]]
    const last = lastDayOf(periods)
    const ended = last === null ? undefined : members.find((one) => lastDayOf(one.periods) === last)
    const into = { ...first, personId, periods, endReason: ended?.endReason ?? null }
    result.employments.push(into, ...others.map((one) => ({ ...one, personId, voided: true, unitedInto: first.id })))
    result.takenIn.push(...others.map(({ id }) => ({ employmentId: id, into })))
  }
  return result

  function meeting({ periods }: Cluster): Cluster | undefined {
    return clusters.find((other) => other.periods.some((a) => periods.some((b) => collide(a, b))))
  }

  function joined(members: EmploymentRecord[]): Cluster {
    const [first, ...others] = members.sort((a, b) => rank.get(a)! - rank.get(b)!) as [EmploymentRecord, ...EmploymentRecord[]]
    return { members, periods: others.reduce<readonly Period[]>((periods, other) => united(periods, other.periods, both), first.periods) }
  }
}
