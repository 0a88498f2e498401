import { expect, test } from 'vitest'
import { RateLimited, rateLimit } from './rate-limit.ts'

let now = 0
const limit = () => {
  now = 0
  return rateLimit('client', 10, 5, () => now)
}
const refusal = (take: () => unknown): RateLimited => {
  try {
    take()
  } catch (cause) {
    if (cause instanceof RateLimited) return cause
  }
  throw new Error('It was not refused.')
}

test('the policy says how many in how many seconds', () => {
  expect(limit().policy).toBe('"client";q=10;w=5')
})

test('what is left counts down; the seconds are those until all is there again', () => {
  const { take } = limit()
  expect([take('a'), take('a'), take('a')]).toEqual(['"client";r=9;t=1', '"client";r=8;t=1', '"client";r=7;t=2'])
})

test('the whole limit may come at once, then no more than flows back', () => {
  const { take } = limit()
  for (let n = 0; n < 10; n++) take('a')
  expect(refusal(() => take('a'))).toMatchObject({
    details: { retryAfterSeconds: 1 },
    header: '"client";r=0;t=1',
    policy: '"client";q=10;w=5',
  })
  now = 499
  refusal(() => take('a'))
  now = 500
  expect(take('a')).toBe('"client";r=0;t=5')
  refusal(() => take('a'))
})

test('it fills up to the limit, and not beyond', () => {
  const { take } = limit()
  for (let n = 0; n < 10; n++) take('a')
  now = 60_000
  for (let n = 0; n < 10; n++) take('a')
  refusal(() => take('a'))
})

test('one client’s use is not another’s', () => {
  const { take } = limit()
  for (let n = 0; n < 10; n++) take('a')
  refusal(() => take('a'))
  expect(take('b')).toBe('"client";r=9;t=1')
})

test('Retry-After is kept: a request after it is taken', () => {
  now = 0
  const { take } = rateLimit('client', 1, 7, () => now)
  take('a')
  const { retryAfterSeconds } = refusal(() => take('a')).details as { retryAfterSeconds: number }
  expect(retryAfterSeconds).toBe(7)
  now = retryAfterSeconds * 1000
  take('a')
})
