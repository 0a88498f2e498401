import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapsBetween } from './gaps.ts'

test('nothing had is one gap, all had is none', () => {
  expect(gapsBetween(1, 10, [])).toEqual([{ from: 1, to: 10 }])
  expect(gapsBetween(1, 10, [{ from: 1, to: 10 }])).toEqual([])
  expect(gapsBetween(1, 0, [])).toEqual([])
})

test('the gaps are exactly the numbers that are in no range', () => {
  const range = fc.record({ from: fc.integer({ min: 1, max: 40 }), to: fc.integer({ min: 0, max: 45 }) })
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), fc.integer({ min: 0, max: 40 }), (had, last) => {
      const gaps = gapsBetween(1, last, had)
      const lacking = Array.from({ length: last }, (_, n) => n + 1).filter((n) => !had.some(({ from, to }) => from <= n && n <= to))
      expect(gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n))).toEqual(lacking)
      // Each as long as it can be.
      for (const [index, gap] of gaps.entries()) if (index > 0) expect(gap.from).toBeGreaterThan(gaps[index - 1]!.to + 1)
    }),
  )
})
