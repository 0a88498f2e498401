import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { item, period, record, terms, today, urn } from '../../test/known-under-test.ts'
import { plusDays } from '../employments/day.ts'
import type { EmploymentRecord } from '../employments/employment-record.ts'
import { areJoined, isOn, periodOn } from '../employments/period.ts'
import type { Item } from './item.ts'
import { leave, returnedEmployment } from './returned-employment.ts'

describe('what an item says of an employment', () => {
  const asked = { urn, extractDay: today, employer: undefined }
  const returned = (one: EmploymentRecord, said: Partial<Item['employment']>) => {
    const result = returnedEmployment(one, item('r', { employment: { ...terms, ...said } }), asked)
    if (typeof result === 'string') throw new Error(result)
    return result
  }

  test('other hours hold from the day of the extract, or from the first day given if it lies within', () => {
    expect(returned(record('e', 'a'), { fte: 1 }).effects).toMatchObject([{ changed: { firstDay: today, fte: 1 } }])
    expect(returned(record('e', 'a'), { fte: 1, firstDay: '2026-01-01' }).effects).toMatchObject([
      { changed: { firstDay: '2026-01-01', fte: 1 } },
    ])
    expect(returned(record('e', 'a'), { firstDay: '2026-01-01' }).effects).toEqual([])
    const begins = record('e', 'a', period({ firstDay: today }))
    expect(returned(begins, { fte: 1, firstDay: today })).toMatchObject({
      effects: ['corrected'],
      record: { periods: [{ firstDay: today, fte: 1 }] },
    })
  })

  test('an earlier first day is a correction; a last day ends; one that was recorded before the extract is taken back', () => {
    expect(returned(record('e', 'a'), { firstDay: '2024-09-01' })).toMatchObject({
      effects: ['corrected'],
      record: { periods: [{ firstDay: '2024-09-01' }] },
    })
    expect(returned(record('e', 'a'), { lastDay: '2026-01-31', endReason: 'retired' })).toMatchObject({
      effects: [{ ended: '2026-01-31' }],
      ending: true,
      record: { endReason: 'retired' },
    })
    const left = { ...record('e', 'a', period({ lastDay: '2026-01-15' })), endReason: 'left' as const }
    expect(returned(left, {})).toMatchObject({ effects: ['corrected'], record: { endReason: null, periods: [{ lastDay: null }] } })
    const leaves = { ...record('e', 'a', period({ lastDay: '2026-03-31' })), endReason: 'left' as const }
    expect(returned(leaves, {}).effects).toEqual([])
    expect(returned(leaves, { lastDay: '2026-07-31' })).toMatchObject({
      effects: ['corrected'],
      record: { periods: [{ lastDay: '2026-07-31' }] },
    })
  })

  test('who works elsewhere too leaves this school only, and their hours are not this school’s to say', () => {
    const both = record('e', 'a', period({ urns: [urn, '900002'], fte: 0.8 }))
    expect(returned(both, { fte: 0.4 }).effects).toEqual([])
    expect(returned(both, { lastDay: '2026-01-31' })).toMatchObject({
      effects: [{ changed: { firstDay: '2026-02-01', urns: ['900002'] } }],
      ending: true,
      record: { endReason: null },
    })
  })

  test('leaving keeps joined periods, and no day here after the last', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.subarray([urn, '900002'], { minLength: 1 })), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(pieces, fc.boolean(), fc.integer({ min: -10, max: 400 }), (list, open, after) => {
        let firstDay = '2025-01-01'
        const periods = list.map(([length, urns], index) => {
          const lastDay = plusDays(firstDay, length - 1)
          const one = period({ firstDay, lastDay: open && index === list.length - 1 ? null : lastDay, urns })
          firstDay = plusDays(lastDay, 1)
          return one
        })
        const lastDay = plusDays('2025-01-01', after)
        const result = leave(periods, urn, lastDay)
        if (result === undefined || typeof result === 'string') return
        expect(areJoined(result)).toBe(true)
        expect(result.some((one) => one.urns.includes(urn) && (one.lastDay === null || one.lastDay > lastDay))).toBe(false)
        for (const one of periods) if (isOn(one, lastDay)) expect(periodOn(result, lastDay).urns).toEqual(one.urns)
      }),
    )
  })
})
