import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestRetryAfterMs, maxTries, nextChallengeMs, retryAfterMs, retryDelayMs } from './schedule.ts'

const hour = 3_600_000

describe('tries', () => {
  test('the tenth comes about three days after the first', () => {
    expect(maxTries).toBe(10)
    const total = (random: number) => Array.from({ length: maxTries - 1 }, (_, n) => retryDelayMs(n + 1, random)).reduce((a, b) => a + b)
    expect(total(0.5) / hour).toBeCloseTo(72.2, 1)
    expect(total(0) / hour).toBeGreaterThan(64)
    expect(total(1) / hour).toBeLessThan(80)
  })

  test('each waits no less than the one before, by chance a tenth more or less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const middle = retryDelayMs(tries, 0.5)
        expect(retryDelayMs(tries, random)).toBeGreaterThanOrEqual(Math.floor(middle * 0.9))
        expect(retryDelayMs(tries, random)).toBeLessThanOrEqual(Math.ceil(middle * 1.1))
        expect(retryDelayMs(tries + 1, 0.5)).toBeGreaterThanOrEqual(middle)
      }),
    )
  })

  test('a challenge is sent five times', () => {
    expect([1, 2, 3, 4, 5].map(nextChallengeMs)).toEqual([10_000, 60_000, 600_000, hour, undefined])
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-02T10:00:00Z')
  test.each([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7_000],
    ['99999999', longestRetryAfterMs],
    ['Mon, 02 Nov 2026 10:01:00 GMT', 60_000],
    ['Mon, 02 Nov 2026 09:00:00 GMT', 0],
    ['Mon, 02 Nov 2037 09:00:00 GMT', longestRetryAfterMs],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (value, expected) => expect(retryAfterMs(value, now)).toBe(expected))

  test('whatever a receiver sends, it is bounded or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const ms = retryAfterMs(value, now)
        if (ms !== undefined) expect(ms >= 0 && ms <= longestRetryAfterMs).toBe(true)
      }),
    )
  })
})
