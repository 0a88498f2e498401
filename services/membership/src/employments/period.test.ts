import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAfter, dayBefore, plusDays } from './day.ts'
import { movedPeriods } from './move-employments.ts'
import {
  areJoined,
  changedFrom,
  collide,
  firstDayOf,
  isOn,
  lastDayOf,
  lasting,
  overlap,
  type Period,
  periodOn,
  recordedTwice,
  sameConditions,
  together,
  united,
} from './period.ts'

const day = fc.integer({ min: 0, max: 900 }).map((n) => plusDays('2024-02-01', n))
const conditions = fc.record({
  employer: fc.constantFrom(
    { kind: 'governing-body' as const, reference: '900001' },
    { kind: 'local-authority' as const, reference: '909' },
  ),
  urns: fc.subarray(['900001', '900002', '900003']),
  workingDays: fc.subarray(['monday', 'tuesday', 'wednesday'] as const, { minLength: 1 }),
  fte: fc.constantFrom(0.2, 0.4, 0.5, 1),
  staffCategory: fc.constantFrom('teacher' as const, 'middle-leader' as const),
  payrollNumber: fc.constantFrom(null, 'P1'),
})
/** Joined periods: a first day, their lengths, and whether the last is open. */
const periods = fc
  .tuple(day, fc.array(fc.tuple(fc.integer({ min: 1, max: 120 }), conditions), { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([first, pieces, open]): Period[] => {
    let firstDay = first
    return pieces.map(([length, said], index) => {
      const lastDay = plusDays(firstDay, length - 1)
      const period = { ...said, firstDay, lastDay: open && index === pieces.length - 1 ? null : lastDay }
      firstDay = dayAfter(lastDay)
      return period
    })
  })
const covers = (list: readonly Period[], on: string) => list.some((period) => isOn(period, on))
/** Every day on which something can change, and those around it. */
const daysOf = (...lists: readonly (readonly Period[])[]) =>
  lists
    .flat()
    .flatMap(({ firstDay, lastDay }) => [firstDay, dayBefore(firstDay), ...(lastDay === null ? [] : [lastDay, dayAfter(lastDay)])])

describe('a change is a new period', () => {
  test('it holds from its day until the next that is recorded, and no other day is touched', () => {
    fc.assert(
      fc.property(periods, day, conditions, (before, from, change) => {
        const after = changedFrom(before, from, change)
        const within = before.some((period) => isOn(period, from) && period.firstDay < from)
        expect(after !== undefined).toBe(within)
        if (after === undefined) return
        expect(areJoined(after)).toBe(true)
        const changing = periodOn(before, from)
        for (const on of daysOf(before, after)) {
          expect(covers(after, on)).toBe(covers(before, on))
          if (!covers(after, on)) continue
          const changed = on >= from && isOn(changing, on)
          expect(sameConditions(periodOn(after, on), changed ? { ...changing, ...change } : periodOn(before, on))).toBe(true)
        }
      }),
    )
  })

  test('a change that changes nothing makes no period', () => {
    fc.assert(
      fc.property(periods, day, (before, from) => {
        const after = changedFrom(before, from, {})
        if (after !== undefined) expect(after).toEqual(before)
      }),
    )
  })
})

test('an employment ends on its last day, and keeps all that was before', () => {
  fc.assert(
    fc.property(periods, day, (before, last) => {
      fc.pre(last >= firstDayOf(before))
      const after = lasting(before, last)
      expect(areJoined(after)).toBe(true)
      expect(lastDayOf(after)).toBe(last)
      for (const on of daysOf(before)) {
        if (on <= last && covers(before, on)) expect(sameConditions(periodOn(after, on), periodOn(before, on))).toBe(true)
      }
    }),
  )
})

test('joined means that each begins on the day after another ends, and only the last is open', () => {
  fc.assert(
    fc.property(periods, (list) => {
      expect(areJoined(list)).toBe(true)
    }),
  )
  const [a, b] = [
    { firstDay: '2026-01-01', lastDay: '2026-01-31' },
    { firstDay: '2026-02-01', lastDay: null },
  ].map((dates) => ({
    ...dates,
    employer: { kind: 'agency' as const, reference: 'x' },
    urns: [],
    workingDays: [],
    fte: 1,
    staffCategory: 'teacher' as const,
    payrollNumber: null,
  }))
  expect(areJoined([a!, b!])).toBe(true)
  expect(areJoined([])).toBe(false)
  expect(areJoined([a!, { ...b!, firstDay: '2026-02-02' }])).toBe(false)
  expect(areJoined([a!, { ...b!, firstDay: '2026-01-31' }])).toBe(false)
  expect(areJoined([{ ...a!, lastDay: null }, b!])).toBe(false)
  expect(areJoined([{ ...a!, lastDay: '2025-12-31' }])).toBe(false)
})

describe('two employments united', () => {
  const overlapping = fc.tuple(periods, periods).filter(([a, b]) => a.some((one) => b.some((other) => overlap(one, other))))

  test('cover each day that one of them covers, and no other', () => {
    fc.assert(
      fc.property(overlapping, ([ours, theirs]) => {
        const whole = united(ours, theirs, recordedTwice)
        expect(areJoined(whole)).toBe(true)
        // No period that says what the one before says.
        expect(whole.some((period, index) => index > 0 && sameConditions(period, whole[index - 1]!))).toBe(false)
        for (const on of daysOf(ours, theirs)) {
          expect(covers(whole, on)).toBe(covers(ours, on) || covers(theirs, on))
          if (!covers(whole, on)) continue
          const said = covers(ours, on) ? periodOn(ours, on) : periodOn(theirs, on)
          expect(periodOn(whole, on)).toMatchObject({ fte: said.fte, staffCategory: said.staffCategory })
          if (covers(ours, on) && covers(theirs, on))
            expect(periodOn(whole, on).urns).toEqual(expect.arrayContaining([...periodOn(theirs, on).urns]))
        }
      }),
    )
  })

  test('a job that is one now has the days and hours of both, at most full time', () => {
    fc.assert(
      fc.property(overlapping, ([ours, theirs]) => {
        const whole = united(ours, theirs, together)
        for (const on of daysOf(ours, theirs)) {
          if (!covers(ours, on) || !covers(theirs, on)) continue
          expect(periodOn(whole, on).fte).toBeCloseTo(Math.min(1, periodOn(ours, on).fte + periodOn(theirs, on).fte), 4)
        }
      }),
    )
  })
})

test('two employments collide with the same employer, category and place, on a day of both; a team is a place', () => {
  fc.assert(
    fc.property(periods, periods, ([a], [b]) => {
      const [one, other] = [a!, b!]
      const place = one.urns.length + other.urns.length === 0 || one.urns.some((urn) => other.urns.includes(urn))
      const days = daysOf([one], [other]).some((on) => isOn(one, on) && isOn(other, on))
      expect(collide(one, other)).toBe(
        days && place && one.employer.kind === other.employer.kind && one.staffCategory === other.staffCategory,
      )
      expect(collide(one, other)).toBe(collide(other, one))
    }),
  )
})

test('a succession moves who works there from its day on, and nobody before', () => {
  fc.assert(
    fc.property(periods, day, (before, firstDay) => {
      const after = movedPeriods(before, { urn: '900001', successorUrn: '900009', firstDay }, undefined)
      expect(areJoined(after)).toBe(true)
      for (const on of [...daysOf(before, after), firstDay, dayBefore(firstDay)]) {
        expect(covers(after, on)).toBe(covers(before, on))
        if (!covers(after, on)) continue
        const [then, now] = [periodOn(before, on), periodOn(after, on)]
        expect(now.urns).toEqual(on < firstDay ? then.urns : then.urns.map((urn) => (urn === '900001' ? '900009' : urn)))
        const alone = on >= firstDay && then.urns.length === 1 && then.urns[0] === '900001'
        expect(now.employer).toEqual(
          alone && then.employer.kind === 'governing-body' ? { kind: 'governing-body', reference: '900009' } : then.employer,
        )
      }
    }),
  )
})
