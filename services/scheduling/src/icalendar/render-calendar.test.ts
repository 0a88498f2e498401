/** Calendars as other programs read them: by two parsers that are not ours, over a year with two clock changes. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byIcalJs, byNodeIcal, type Read } from '../../test/read-feeds.ts'
import { type CalendarEvent, renderCalendar } from './render-calendar.ts'

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  ...{ uid: '019d3b4e-0000-7000-8000-000000000001', sequence: 3, status: 'CONFIRMED', categories: ['Meeting'], summary: 'Meeting' },
  ...{ startsAt: new Date('2026-11-17T09:00:00Z'), endsAt: new Date('2026-11-17T15:00:00Z'), changedAt: new Date('2026-11-02T12:00:00Z') },
  ...more,
})

const asRead = ({ uid, sequence, status, startsAt, endsAt, summary }: CalendarEvent): Read => ({
  ...{ uid, sequence, status, startsAt: +startsAt, endsAt: +endsAt, summary },
})
const uidOf = (n: number) => `019d3b4e-0000-7000-8000-${String(n).padStart(12, '0')}`

test('nine in London is nine on every day of a year, on both sides of both clock changes', () => {
  const events = Array.from({ length: 366 }, (_, n) => {
    const noon = new Date(Date.UTC(2026, 8, 1 + n, 12))
    const ahead =
      Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }).format(noon)) - 12
    const startsAt = new Date(Date.UTC(2026, 8, 1 + n, 9 - ahead))
    return event({ uid: uidOf(n), startsAt, endsAt: new Date(+startsAt + 3_600_000) })
  })
  const text = renderCalendar('A year', events)
  expect(text.match(/^DTSTART;TZID=Europe\/London:\d{8}T090000\r$/gm)).toHaveLength(366)
  const expected = events.map(asRead)
  expect(byIcalJs(text)).toEqual(expected)
  expect(byNodeIcal(text)).toEqual(expected)
})

test('what is moved and what is cancelled arrive as such', () => {
  const moved = event({ uid: uidOf(1), sequence: 4, startsAt: new Date('2027-04-20T08:00:00Z'), endsAt: new Date('2027-04-20T10:00:00Z') })
  const cancelled = event({ uid: uidOf(2), sequence: 5, status: 'CANCELLED' })
  const text = renderCalendar('Two', [moved, cancelled])
  for (const read of [byIcalJs(text), byNodeIcal(text)])
    expect(read).toMatchObject([
      { sequence: 4, startsAt: Date.parse('2027-04-20T08:00:00Z') },
      { sequence: 5, status: 'CANCELLED' },
    ])
})

test('the hour that comes twice is read as the one that is meant', () => {
  const events = Array.from({ length: 24 }, (_, n) => {
    const startsAt = new Date(Date.parse('2027-10-30T22:00:00Z') + n * 900_000)
    return event({ uid: uidOf(n), startsAt, endsAt: new Date(+startsAt + 5_400_000) })
  })
  const text = renderCalendar('A night', events)
  expect(byIcalJs(text)).toEqual(events.map(asRead))
  expect(byNodeIcal(text)).toEqual(events.map(asRead))
})

test('an empty calendar is one', () => {
  expect(byIcalJs(renderCalendar('None', []))).toEqual([])
})

const words = fc.array(
  fc.constantFrom('a, b; c', 'line\nbreak', '\\back', '"quoted"', 'émoji 🎒 ', 'x'.repeat(90), '学校', ':', 'BEGIN:VEVENT'),
  { maxLength: 8 },
)
const summary = words.map((parts) => `S ${parts.join(' ')} E`)
const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(+date / 60_000) * 60_000))

test('whatever is written in it and whenever it is, both read back what was put in; no line is longer than 75 octets', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(summary, instant, fc.nat(1000)), { maxLength: 5 }), (given) => {
      const events = given.map(([text, startsAt, sequence], n) =>
        event({ uid: uidOf(n), summary: text, startsAt, endsAt: new Date(+startsAt + 5_400_000), sequence, location: text }),
      )
      const text = renderCalendar('Any', events)
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(byIcalJs(text)).toEqual(events.map(asRead))
      expect(byNodeIcal(text).map(({ startsAt, endsAt, uid }) => ({ startsAt, endsAt, uid }))).toEqual(
        events.map(asRead).map(({ startsAt, endsAt, uid }) => ({ startsAt, endsAt, uid })),
      )
    }),
  )
})
