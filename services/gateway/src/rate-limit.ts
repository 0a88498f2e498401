/** A token bucket per client, in this process: `limit` may come at once and are there again after a window. */
import { TooManyRequests } from '@nlc/contracts/platform'
import { Refusal } from '@nlc/runtime'
import { LRUCache } from 'lru-cache'

interface Bucket {
  tokens: number
  /** Milliseconds, of `performance.now()`. */
  at: number
}

export interface RateLimit {
  /** For `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers): the whole limit. */
  readonly policy: string
  /** Takes one. @returns the `RateLimit` header. @throws Refusal `too-many-requests`. */
  take(key: string): string
}

export class RateLimited extends Refusal {
  readonly header: string
  readonly policy: string

  constructor(retryAfterSeconds: number, header: string, policy: string) {
    super(TooManyRequests, { retryAfterSeconds })
    this.header = header
    this.policy = policy
  }
}

/** @param name of the policy in both headers. */
export function rateLimit(name: string, limit: number, windowSeconds: number, now: () => number = () => performance.now()): RateLimit {
  const perMs = limit / (windowSeconds * 1000)
  const policy = `"${name}";q=${limit};w=${windowSeconds}`
  // A bucket that nobody used for a window is full: forgetting it changes nothing. The bound is against a flood of addresses.
  const buckets = new LRUCache<string, Bucket>({ max: 50_000 })
  return {
    policy,
    take(key) {
      const at = now()
      let bucket = buckets.get(key)
      if (bucket) {
        bucket.tokens = Math.min(limit, bucket.tokens + (at - bucket.at) * perMs)
        bucket.at = at
      } else {
        bucket = { tokens: limit, at }
        buckets.set(key, bucket)
      }
      if (bucket.tokens < 1) {
        const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000))
        throw new RateLimited(seconds, `"${name}";r=0;t=${seconds}`, policy)
      }
      bucket.tokens -= 1
      return `"${name}";r=${Math.floor(bucket.tokens)};t=${Math.ceil((limit - bucket.tokens) / perMs / 1000)}`
    },
  }
}
