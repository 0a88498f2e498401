import { expect, test } from 'vitest'
import { parseTime, sayTime } from './sandbox-time.ts'

const at = (iso: string) => Date.parse(iso)
const machineNow = at('2026-03-10T12:00:00Z')
const parse = (text: string, sandboxNow = '2026-03-20T09:00:00Z') => {
  const time = parseTime(text, at(sandboxNow), machineNow)
  return time && new Date(time).toISOString()
}

test('moves on from the sandbox’s time, back to the machine’s', () => {
  expect(parse('+30m')).toBe('2026-03-20T09:30:00.000Z')
  expect(parse('-2h')).toBe('2026-03-20T07:00:00.000Z')
  expect(parse('now')).toBe('2026-03-10T12:00:00.000Z')
})

test('days and weeks are on the wall: nine o’clock stays nine o’clock when the clocks change', () => {
  expect(parse('+14d')).toBe('2026-04-03T08:00:00.000Z')
  expect(parse('+2w')).toBe('2026-04-03T08:00:00.000Z')
  expect(parse('-1d', '2026-03-29T23:30:00Z')).toBe('2026-03-29T00:30:00.000Z')
})

test('takes a day, at the sandbox’s time of day, or a day and a time', () => {
  expect(parse('2026-09-01')).toBe('2026-09-01T08:00:00.000Z')
  expect(parse('2026-12-01')).toBe('2026-12-01T09:00:00.000Z')
  expect(parse('2026-09-01T09:30')).toBe('2026-09-01T08:30:00.000Z')
  expect(parse('2026-10-25T00:30')).toBe('2026-10-24T23:30:00.000Z')
})

test('knows what is no time', () => {
  for (const text of ['', 'tomorrow', '14d', '+14', '+14y', '2026-02-31', '2026-13-01', '2026-09-01T25:00', '01/09/2026']) {
    expect(parse(text), text).toBeUndefined()
  }
})

test('tells the time in London', () => {
  expect(sayTime(at('2026-09-01T08:00:00Z'))).toMatch(/Tuesday,? 1 September 2026.*09:00/)
})
