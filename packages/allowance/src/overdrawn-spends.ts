import type { Allowance, Spend } from './allowance.ts'

/** Minutes of spends for which there is no time, by posting. */
export type Overdrawn = ReadonlyMap<string, number>

/**
 * Which spends are overdrawn, and by how much, from those that were before. Afterwards what is overdrawn explains every day that lies
 * below nothing, and not one minute more than that: first come is first served, so what is missing is taken from what was posted
 * last, and what has come back goes to what was posted first.
 * @param spends in the order in which they were posted.
 */
export function overdrawnSpends(allowance: Allowance, spends: readonly Spend[], before: Overdrawn): Overdrawn {
  const missing = allowance.balances().map((balance) => Math.max(0, -balance))
  const minutes = new Map<string, number>()
  for (const spend of spends) {
    const known = Math.min(before.get(spend.postingId) ?? 0, spend.net - spend.granted)
    if (known > 0) minutes.set(spend.postingId, known)
  }
  const explained = () => {
    const byDay = new Array<number>(missing.length).fill(0)
    for (const spend of spends) byDay[allowance.index(spend.day)]! += minutes.get(spend.postingId) ?? 0
    let sum = 0
    return byDay.map((amount) => {
      sum += amount
      return sum
    })
  }

  for (;;) {
    const sofar = explained()
    const day = missing.findIndex((least, index) => least > sofar[index]!)
    if (day < 0) break
    const spend = spends.findLast(
      (candidate) => allowance.index(candidate.day) <= day && candidate.net - candidate.granted > (minutes.get(candidate.postingId) ?? 0),
    )
    // What is missing was spent; no spend left to take it from would be a fault of ours.
    if (!spend) throw new Error('more is missing than was spent')
    const known = minutes.get(spend.postingId) ?? 0
    minutes.set(spend.postingId, known + Math.min(missing[day]! - sofar[day]!, spend.net - spend.granted - known))
  }

  for (const spend of spends) {
    const known = minutes.get(spend.postingId)
    if (known === undefined) continue
    const sofar = explained()
    let slack = known
    for (let day = allowance.index(spend.day); day < missing.length; day++) slack = Math.min(slack, sofar[day]! - missing[day]!)
    if (slack === known) minutes.delete(spend.postingId)
    else minutes.set(spend.postingId, known - slack)
  }
  return minutes
}
