import { afterEach, expect, test, vi } from 'vitest'
import { newId } from './id.ts'

afterEach(() => void vi.useRealTimers())

test('an id is a UUID of version 7 and of the RFC’s variant', () => {
  for (let n = 0; n < 1_000; n++) expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an id made in a later millisecond sorts behind, as text', () => {
  vi.useFakeTimers()
  // Where a part of the time is about to carry over, too.
  for (const from of ['1970-01-01T00:00:00Z', '2026-09-01T08:00:00Z', '4199-11-24T00:00:00Z']) {
    let now = new Date(from).getTime()
    let before = ''
    for (const step of [0, 1, 1, 0xffff, 1, 0x10000, 0xffffffff, 1, 1_000]) {
      now += step
      vi.setSystemTime(now)
      const id = newId()
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
      if (step > 0) expect(id > before).toBe(true)
      before = id
    }
  }
})

test('ids of one millisecond differ', () => {
  vi.useFakeTimers()
  expect(new Set(Array.from({ length: 10_000 }, newId)).size).toBe(10_000)
})
