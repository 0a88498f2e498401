import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayInLondon, sandboxClock } from './clock.ts'

test('in winter London’s day is that of UTC, in summer it begins an hour earlier', () => {
  expect(dayInLondon(new Date('2026-01-15T23:59:59.999Z'))).toBe('2026-01-15')
  expect(dayInLondon(new Date('2026-01-16T00:00:00Z'))).toBe('2026-01-16')
  expect(dayInLondon(new Date('2026-07-15T22:59:59.999Z'))).toBe('2026-07-15')
  expect(dayInLondon(new Date('2026-07-15T23:00:00Z'))).toBe('2026-07-16')
})

test('around a change of the clocks the day changes at midnight in London', () => {
  // Spring forward, 29 March 2026 at 01:00 UTC; fall back, 25 October 2026 at 01:00 UTC.
  expect(dayInLondon(new Date('2026-03-28T23:59:59Z'))).toBe('2026-03-28')
  expect(dayInLondon(new Date('2026-03-29T00:00:00Z'))).toBe('2026-03-29')
  expect(dayInLondon(new Date('2026-03-29T22:59:59Z'))).toBe('2026-03-29')
  expect(dayInLondon(new Date('2026-03-29T23:00:00Z'))).toBe('2026-03-30')
  expect(dayInLondon(new Date('2026-10-24T22:59:59Z'))).toBe('2026-10-24')
  expect(dayInLondon(new Date('2026-10-24T23:00:00Z'))).toBe('2026-10-25')
  expect(dayInLondon(new Date('2026-10-25T23:59:59Z'))).toBe('2026-10-25')
  expect(dayInLondon(new Date('2026-10-26T00:00:00Z'))).toBe('2026-10-26')
})

test('a later instant is never on an earlier day, and every day is a date', () => {
  const instant = fc.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(instant, fc.nat(48 * 60 * 60_000), (early, later) => {
      const [first, second] = [dayInLondon(early), dayInLondon(new Date(early.getTime() + later))]
      expect(first).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect(first <= second).toBe(true)
    }),
  )
})

test('the sandbox’s clock is the machine’s, moved by what its file says; without a file, or with a broken one, it is not moved', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nlc-clock-'))
  const offsetOf = (content?: string): number => {
    const file = join(folder, `${Math.random()}.json`)
    if (content !== undefined) writeFileSync(file, content)
    const clock = sandboxClock(file)
    clock.close()
    return Math.round((clock.now().getTime() - Date.now()) / 1_000)
  }
  expect(offsetOf('{"offsetMs":86400000}')).toBe(86_400)
  expect(offsetOf('{"offsetMs":-1000}')).toBe(-1)
  for (const broken of [undefined, '', '{', 'null', '{"offsetMs":"soon"}']) expect(offsetOf(broken)).toBe(0)
  rmSync(folder, { recursive: true })
})
