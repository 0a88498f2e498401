import type { Attempt, Place } from './delivery-store.ts'
import type { EndpointLane } from './endpoint-lane.ts'
import type { Outcome } from './outcome.ts'

/** What became of one message, to be written down. */
export interface Result {
  readonly lane: EndpointLane
  readonly attempt: Attempt
  /** Undefined: delivered. */
  readonly failed: { readonly tries: number; readonly nextTryAt: string; readonly outcome: Outcome } | undefined
}

/** Results of a while, as places and attempts: of each endpoint one place, of each message what came last. */
export function bookingsOf(results: readonly Result[], also: Iterable<EndpointLane>): { places: Place[]; attempts: Attempt[] } {
  const lanes = new Map<EndpointLane, Map<number, Result>>()
  for (const lane of also) lanes.set(lane, new Map())
  for (const result of results) {
    const { lane, attempt } = result
    const numbers = lanes.get(lane) ?? new Map<number, Result>()
    lanes.set(lane, numbers.set(attempt.number!, result))
  }
  const places = [...lanes].map(([lane, numbers]): Place => {
    const { subscriptionId, queue, replay } = lane
    const last = [...numbers]
    return {
      subscriptionId,
      ...queue.place(),
      waitUntil: queue.waitUntil > 0 ? new Date(queue.waitUntil).toISOString() : null,
      replay: replay && {
        id: replay.id,
        sentNumber: replay.sentNumber,
        done: replay.sentNumber >= replay.toNumber && replay.unsettled.size === 0,
      },
      failed: last.flatMap(([number, { failed }]) => (failed ? [{ number, ...failed }] : [])),
      mended: last.flatMap(([number, { failed, attempt }]) => (failed || attempt.attempt === 1 ? [] : [number])),
    }
  })
  return { places, attempts: results.map(({ attempt }) => attempt) }
}
