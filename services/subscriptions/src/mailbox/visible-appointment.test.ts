import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appointment, period, plusDays } from '../../test/vendors-under-test.ts'
import { type Period, visibleAppointment } from './visible-appointment.ts'

const day = '2026-10-01'
const through = (shown: readonly string[], record = appointment([period('100001')]), today = day) =>
  visibleAppointment(
    record,
    ({ urn, groupId }) => urn ?? groupId,
    (_, place) => shown.includes(place),
    today,
  )

test('at a school that shares, it is as it is', () => {
  const record = appointment([period('100001')], { subject: 'mathematics' })
  const { state: _, ...rest } = record
  expect(through(['100001'], record)).toMatchObject({ places: ['100001'], goesOnElsewhere: false, data: { ...rest, state: 'active' } })
})

test('where no school of it shares, there is nothing to see', () => {
  expect(through(['100002'])).toBeUndefined()
})

test('what is only offered, and what never was, is not seen', () => {
  for (const state of ['offered', 'school-agreed', 'declined', 'withdrawn', 'voided'] as const)
    expect(through(['100001'], appointment([period('100001')], { state }))).toBeUndefined()
})

const moves = appointment([period('100001', { lastDay: '2026-12-31' }), period('100002', { firstDay: '2027-01-01', minutesPerWeek: 60 })], {
  endReason: 'completed',
})

test('through the school that it moves away from it ends, without a reason and without saying where it goes', () => {
  const seen = through(['100001'], moves)!
  expect(seen).toMatchObject({ goesOnElsewhere: true, data: { urn: '100001', firstDay: '2026-09-01', lastDay: '2026-12-31' } })
  expect(seen.data).not.toHaveProperty('endReason')
  expect(JSON.stringify(seen)).not.toContain('100002')
})

test('through the school that it moves to it begins there', () => {
  const seen = through(['100002'], moves)!
  expect(seen).toMatchObject({
    goesOnElsewhere: false,
    data: { urn: '100002', firstDay: '2027-01-01', minutesPerWeek: 60, state: 'accepted' },
  })
  expect(JSON.stringify(seen)).not.toContain('100001')
})

test('through both it is one, on the conditions of the day', () => {
  expect(through(['100001', '100002'], moves)!.data).toMatchObject({ urn: '100001', minutesPerWeek: 180, firstDay: '2026-09-01' })
  expect(through(['100001', '100002'], moves, '2027-01-01')!.data).toMatchObject({ urn: '100002', minutesPerWeek: 60 })
})

test('states follow from the days', () => {
  const record = appointment([
    period('100001', { lastDay: '2026-09-30' }),
    period('100001', { firstDay: '2026-10-01', lastDay: '2026-10-31', paused: true }),
    period('100001', { firstDay: '2026-11-01', lastDay: '2026-11-30' }),
  ])
  const states = ['2026-08-31', '2026-09-01', '2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'].map(
    (today) => through(['100001'], record, today)!.data.state,
  )
  expect(states).toEqual(['accepted', 'active', 'paused', 'active', 'active', 'ended'])
})

test('a trust’s own team is seen through the trust', () => {
  const groupId = '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'
  const { urn: _, ...team } = period('100001', { groupId })
  expect(through([groupId], appointment([team]))).toMatchObject({ places: [groupId], data: { groupId } })
  expect(through(['100001'], appointment([team]))).toBeUndefined()
})

test('whatever happens, nothing of a place that is not shown is in it', () => {
  const urns = ['100001', '100002', '100003', '100004']
  const pieces = fc.array(fc.record({ urn: fc.constantFrom(...urns), days: fc.integer({ min: 1, max: 60 }), paused: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(pieces, fc.subarray(urns), fc.integer({ min: -10, max: 400 }), fc.boolean(), (made, shown, after, open) => {
      let first = '2026-09-01'
      const periods: Period[] = made.map(({ urn, days, paused }, index) => {
        const lastDay = plusDays(first, days - 1)
        const piece = period(urn, { firstDay: first, paused, ...(open && index === made.length - 1 ? {} : { lastDay }) })
        first = plusDays(lastDay, 1)
        return piece
      })
      const seen = through(shown, appointment(periods), plusDays('2026-09-01', after))
      const visible = periods.filter(({ urn }) => shown.includes(urn!))
      expect(seen === undefined).toBe(visible.length === 0)
      if (!seen) return
      expect(seen.data.periods).toEqual(visible)
      expect([seen.data.firstDay, seen.data.lastDay]).toEqual([visible[0]!.firstDay, visible.at(-1)!.lastDay])
      expect(seen.places).toEqual([...new Set(visible.map(({ urn }) => urn))].sort())
      expect(seen.goesOnElsewhere).toBe(periods.at(-1) !== visible.at(-1))
      const text = JSON.stringify(seen)
      for (const urn of urns) if (!shown.includes(urn)) expect(text).not.toContain(urn)
    }),
  )
})
