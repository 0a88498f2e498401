import type { deliveryOutcomes } from '@nlc/contracts/subscriptions'

export type Outcome = (typeof deliveryOutcomes)[number]

/** What an answer means for a message. Redirects are not followed: whoever answers one could lead us anywhere. */
export function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return 'delivered'
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 410) return 'gone'
  if (status === 429) return 'rate-limited'
  if (status >= 400 && status < 500) return 'refused'
  if (status >= 500 && status < 600) return 'server-error'
  return 'unexpected-answer'
}

/** A challenge is echoed as JSON with the same `challenge`, whatever else is in it, by a status of 2xx. */
export function outcomeOfEcho(status: number, body: string, challenge: string): Outcome {
  const outcome = outcomeOfStatus(status)
  if (outcome !== 'delivered') return outcome
  try {
    return (JSON.parse(body) as { challenge?: unknown } | null)?.challenge === challenge ? 'delivered' : 'wrong-echo'
  } catch {
    return 'wrong-echo'
  }
}
