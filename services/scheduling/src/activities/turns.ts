/**
 * Hosting in turn (docs/rules.md, Hosting in turn): no school hosts twice before every able school has hosted once; a school that joins
 * enters the next round; one after the other is at different schools.
 */

/** A school that can host, and since when it is one of them. */
export interface TurnTaker {
  readonly urn: string
  readonly since: Date
}

/** What was held, or is planned: what is cancelled was not. */
export interface Hosting {
  readonly urn: string
  readonly at: Date
}

/** How often each has hosted; of one that joined later, as if it had hosted in all rounds that had begun. */
export function timesHosted(takers: readonly TurnTaker[], hostings: readonly Hosting[]): Map<string, number> {
  const times = new Map<string, number>()
  const happened = [
    ...takers.map(({ urn, since }) => ({ urn, at: +since, joins: true })),
    ...hostings.map(({ urn, at }) => ({ urn, at: +at, joins: false })),
  ].toSorted((a, b) => a.at - b.at || Number(b.joins) - Number(a.joins))
  for (const { urn, joins } of happened) {
    if (joins) times.set(urn, times.size === 0 ? 0 : Math.max(...times.values()))
    else if (times.has(urn)) times.set(urn, times.get(urn)! + 1)
  }
  return times
}

/** Whose turn it is at that time, the first named first; nobody's where there is none. */
export function dueAt(takers: readonly TurnTaker[], hostings: readonly Hosting[], at: Date): string[] {
  const times = timesHosted(takers, hostings)
  const inOrder = hostings.toSorted((a, b) => +a.at - +b.at)
  const beside = [inOrder.findLast((hosting) => hosting.at <= at)?.urn, inOrder.find((hosting) => hosting.at > at)?.urn]
  const able = takers.filter(({ urn }) => !beside.includes(urn))
  const among = able.length > 0 ? able : takers
  const least = Math.min(...among.map(({ urn }) => times.get(urn)!))
  return among.filter(({ urn }) => times.get(urn) === least).map(({ urn }) => urn)
}
