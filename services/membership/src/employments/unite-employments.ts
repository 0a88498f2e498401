import type { EmploymentRecord } from './employment-record.ts'
import { type Both, collide, firstDayOf, lastDayOf, united } from './period.ts'

export interface United {
  /** All of them as they are to be recorded. */
  readonly employments: EmploymentRecord[]
  /** Which was taken in, into which. */
  readonly takenIn: { readonly employmentId: string; readonly into: EmploymentRecord }[]
}

/**
 * All of these belong to one person from now on. Those that the database would refuse beside each other become one: the
 * person's own takes in the other's, the earlier begun the later's.
 */
export function uniteEmployments(employments: readonly EmploymentRecord[], personId: string, both: Both): United {
  const inOrder = [...employments].sort(
    (a, b) => Number(b.personId === personId) - Number(a.personId === personId) || (firstDayOf(a.periods) < firstDayOf(b.periods) ? -1 : 1),
  )
  let kept: EmploymentRecord[] = []
  const gone = new Map<string, { record: EmploymentRecord; into: string }>()
  for (const next of inOrder) {
    let current = { ...next, personId }
    // One that grows by uniting can meet others that it did not touch before.
    for (let target = meeting(current); target !== undefined; target = meeting(current)) {
      gone.set(current.id, { record: { ...current, voided: true, unitedInto: target.id }, into: target.id })
      kept = kept.filter(({ id }) => id !== target?.id && id !== current.id)
      current = taken(target, current)
    }
    kept.push(current)
  }
  return {
    employments: [...kept, ...[...gone.values()].map(({ record }) => ({ ...record, unitedInto: final(record.id).id }))],
    takenIn: [...gone.keys()].map((employmentId) => ({ employmentId, into: final(employmentId) })),
  }

  function meeting(current: EmploymentRecord): EmploymentRecord | undefined {
    return kept.find((other) => other.id !== current.id && other.periods.some((a) => current.periods.some((b) => collide(a, b))))
  }

  function taken(target: EmploymentRecord, other: EmploymentRecord): EmploymentRecord {
    const periods = united(target.periods, other.periods, both)
    const last = lastDayOf(periods)
    const ended = last === null ? undefined : [target, other].find((one) => lastDayOf(one.periods) === last)
    return { ...target, periods, endReason: ended?.endReason ?? null }
  }

  function final(id: string): EmploymentRecord {
    const into = gone.get(id)?.into
    return into === undefined ? kept.find((employment) => employment.id === id)! : final(into)
  }
}
