import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RequestRate } from './request-rate.ts'

test('whenever one asks, no more are begun in a while than its seconds and a tenth of one allow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 300 }),
      (perSecond, pauses) => {
        const rate = new RequestRate(perSecond, 0)
        let now = 0
        let begun = 0
        for (const pause of pauses) {
          now += pause
          for (; rate.waitMs(now) === 0; begun++) rate.take()
          expect(begun).toBeLessThanOrEqual(Math.max(1, perSecond / 10) + (now * perSecond) / 1000 + 1e-6)
        }
      },
    ),
  )
})

test('who waits as long as it is told may begin', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (perSecond) => {
      const rate = new RequestRate(perSecond, 0)
      while (rate.waitMs(0) === 0) rate.take()
      expect(rate.waitMs(rate.waitMs(0))).toBe(0)
    }),
  )
})
