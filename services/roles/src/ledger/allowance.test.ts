import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plusDays } from '../known/day.ts'
import { academicYearOf, daysFrom, firstDayOfYear, lastDayOfYear, weekday, yearAfter, yearBefore } from './academic-year.ts'
import { type Accruing, Allowance, type Spend } from './allowance.ts'
import { overdrawnSpends } from './overdrawn-spends.ts'
import { schoolWeeks, type TermDates } from './school-weeks.ts'

const year = '2026-27'
const terms: readonly TermDates[] = [
  { firstDay: '2026-09-01', lastDay: '2026-12-18', halfTermFirstDay: '2026-10-26', halfTermLastDay: '2026-10-30' },
  { firstDay: '2027-01-04', lastDay: '2027-03-26', halfTermFirstDay: '2027-02-15', halfTermLastDay: '2027-02-19' },
  { firstDay: '2027-04-12', lastDay: '2027-07-16', halfTermFirstDay: '2027-05-31', halfTermLastDay: '2027-06-04' },
]
const weeks = schoolWeeks(terms)
const daysOfYear = Array.from({ length: 365 }, (_, n) => plusDays('2026-09-01', n))
const always = { firstDay: '2020-09-01', lastDay: null }

describe('academic years', () => {
  test('begin on 1 September and end on 31 August', () => {
    expect([academicYearOf('2026-08-31'), academicYearOf('2026-09-01'), academicYearOf('2099-12-01')]).toEqual([
      '2025-26',
      '2026-27',
      '2099-00',
    ])
    expect([firstDayOfYear(year), lastDayOfYear(year), yearBefore(year), yearAfter(year)]).toEqual([
      '2026-09-01',
      '2027-08-31',
      '2025-26',
      '2027-28',
    ])
  })
})

describe('school weeks', () => {
  test('are those with a school day; half-terms and holidays are none', () => {
    expect(weeks).toHaveLength(39)
    expect(weeks[0]).toEqual({ schoolDays: ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04'] })
    expect(weeks.flatMap(({ schoolDays }) => schoolDays)).not.toContain('2026-10-28')
    expect(weeks.flatMap(({ schoolDays }) => schoolDays).every((day) => weekday(day) <= 5)).toBe(true)
  })
})

describe('an allowance', () => {
  const of = (accruing: readonly Accruing[], spends: readonly Spend[] = []) => new Allowance(year, weeks, accruing, spends)
  const innovator = { ...always, minutesPerWeek: 180, fte: 1 }

  test('accrues by school week, the whole week on its first day, and not in holidays', () => {
    const allowance = of([innovator])
    expect(
      ['2026-09-01', '2026-09-06', '2026-09-07', '2026-10-24', '2026-11-01', '2026-11-02'].map((day) => allowance.accrued(day)),
    ).toEqual([144, 144, 324, 1224, 1224, 1404])
    expect(allowance.entitledInYear).toBe(144 + 38 * 180)
  })

  test('in proportion to FTE; two employments at the school add up, to full time at most', () => {
    expect(of([{ ...innovator, fte: 0.6 }]).accrued('2026-09-13')).toBe(Math.floor(324 * 0.6))
    expect(
      of([
        { ...innovator, fte: 0.6 },
        { ...innovator, fte: 0.3 },
      ]).accrued('2026-09-13'),
    ).toBe(Math.floor(324 * 0.9))
    expect(
      of([
        { ...innovator, fte: 0.6 },
        { ...innovator, fte: 0.6 },
      ]).accrued('2026-09-13'),
    ).toBe(324)
  })

  test('a change within a week counts from its day: a fifth of the week for each school day', () => {
    const changed = of([
      { ...innovator, lastDay: '2026-09-08' },
      { ...innovator, firstDay: '2026-09-09', minutesPerWeek: 60 },
    ])
    expect(changed.accrued('2026-09-07') - changed.accrued('2026-09-06')).toBe((2 * 180 + 3 * 60) / 5)
  })

  test('fractions of a minute are not lost: the weeks add up to the whole', () => {
    const allowance = of([{ ...innovator, minutesPerWeek: 7, fte: 0.41 }])
    expect(allowance.weeksUntil('2027-08-31').reduce((sum, { accrued }) => sum + accrued, 0)).toBe(allowance.entitledInYear)
    expect(allowance.entitledInYear).toBe(Math.floor((7 * 0.41 * 194) / 5))
  })

  test('is pooled: a termly day of 300 minutes is spent from several weeks, once they have accrued', () => {
    expect(of([innovator]).available('2026-09-04')).toBe(144)
    expect(of([innovator]).available('2026-09-07')).toBe(324)
    const spent = of([innovator], [{ postingId: 'a', day: '2026-09-08', net: 300, granted: 0 }])
    expect([spent.available('2026-09-07'), spent.balance('2026-09-07'), spent.available('2026-09-14')]).toEqual([24, 324, 204])
  })

  test('what is to be spent on a later day is kept for it', () => {
    const allowance = of([innovator], [{ postingId: 'a', day: '2026-09-14', net: 500, granted: 0 }])
    expect([allowance.available('2026-09-01'), allowance.available('2026-09-14'), allowance.available('2026-09-21')]).toEqual([4, 4, 184])
  })
})

/** As the rule reads, day by day, in exact fractions, and in no hurry. */
function naiveBalance(accruing: readonly Accruing[], spends: readonly Spend[], asAt: string): number {
  let parts = 0n
  for (const { firstDay, lastDay, halfTermFirstDay, halfTermLastDay } of terms) {
    for (const day of daysOfYear) {
      if (day < firstDay || day > lastDay || weekday(day) > 5 || (day >= halfTermFirstDay && day <= halfTermLastDay)) continue
      // The week has begun: its first school day is not after the day asked about.
      const ofItsWeek = daysOfYear.filter((other) => {
        const monday = plusDays(day, 1 - weekday(day))
        return other >= firstDay && other >= monday && other <= day && !(other >= halfTermFirstDay && other <= halfTermLastDay)
      })
      if (ofItsWeek[0]! > asAt) continue
      const then = accruing.filter((held) => held.firstDay <= day && (held.lastDay === null || held.lastDay >= day))
      if (then.length === 0) continue
      const fte = then.reduce((sum, held) => sum + BigInt(Math.round(held.fte * 1e4)), 0n)
      parts += BigInt(then[0]!.minutesPerWeek) * (fte > 10_000n ? 10_000n : fte)
    }
  }
  const spent = spends.filter(({ day }) => day <= asAt).reduce((sum, { net, granted }) => sum + net - granted, 0)
  return Number(parts / 50_000n) - spent
}

const dayOfYear = fc.constantFrom(...daysOfYear)
const conditions = fc.record({
  minutesPerWeek: fc.integer({ min: 0, max: 300 }),
  fte: fc.integer({ min: 1, max: 10_000 }).map((parts) => parts / 10_000),
})
/** Periods one after another, some days of them without any, and now and then a second employment. */
const anyAccruing = fc
  .array(fc.tuple(dayOfYear, conditions, fc.boolean(), fc.option(fc.integer({ min: 1, max: 10_000 }), { freq: 3 })), { maxLength: 5 })
  .map((changes): Accruing[] => {
    const sorted = [...new Map(changes.map((change) => [change[0], change])).values()].sort((a, b) => (a[0] < b[0] ? -1 : 1))
    return sorted.flatMap(([firstDay, said, paused, second], n) => {
      const next = sorted[n + 1]
      const held = { firstDay, lastDay: next ? plusDays(next[0], -1) : null, ...said }
      return paused ? [] : second === null ? [held] : [held, { ...held, fte: second / 10_000 }]
    })
  })
const anySpends = fc
  .array(fc.tuple(dayOfYear, fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 600 })), { maxLength: 8 })
  .map((all): Spend[] => all.map(([day, net, granted], n) => ({ postingId: `p${n}`, day, net, granted: Math.min(net, granted) })))

test('agrees with the rule as it reads, on every kind of day', () => {
  fc.assert(
    fc.property(anyAccruing, anySpends, dayOfYear, (accruing, spends, day) => {
      const allowance = new Allowance(year, weeks, accruing, spends)
      expect(allowance.balance(day)).toBe(naiveBalance(accruing, spends, day))
    }),
    { numRuns: 60 },
  )
})

describe('what is overdrawn', () => {
  const run = (accruing: readonly Accruing[], spends: readonly Spend[], before: ReadonlyMap<string, number> = new Map()) => {
    const allowance = new Allowance(year, weeks, accruing, spends)
    return { allowance, overdrawn: overdrawnSpends(allowance, spends, before) }
  }
  /** Minutes that are called overdrawn on days to this one, and minutes that are missing on it. */
  const sums = (allowance: Allowance, spends: readonly Spend[], overdrawn: ReadonlyMap<string, number>) =>
    daysOfYear.map((day) => ({
      day,
      explained: spends.filter((spend) => spend.day <= day).reduce((sum, { postingId }) => sum + (overdrawn.get(postingId) ?? 0), 0),
      missing: Math.max(0, -allowance.balance(day)),
    }))

  test('explains every day that lies below nothing, and not a minute more; from any state before', () => {
    const before = fc
      .dictionary(fc.constantFrom('p0', 'p1', 'p2', 'p3'), fc.integer({ min: 1, max: 600 }))
      .map((said) => new Map(Object.entries(said)))
    fc.assert(
      fc.property(anyAccruing, anySpends, before, (accruing, spends, before) => {
        const { allowance, overdrawn } = run(accruing, spends, before)
        const days = sums(allowance, spends, overdrawn)
        for (const { explained, missing } of days) expect(explained).toBeGreaterThanOrEqual(missing)
        for (const { postingId, day, net, granted } of spends) {
          const minutes = overdrawn.get(postingId) ?? 0
          expect(minutes).toBeLessThanOrEqual(net - granted)
          // Without one minute of it, some day would not be explained.
          if (minutes > 0) expect(Math.min(...days.filter((then) => then.day >= day).map((then) => then.explained - then.missing))).toBe(0)
        }
        expect(run(accruing, spends, overdrawn).overdrawn).toEqual(overdrawn)
      }),
      { numRuns: 1000 },
    )
  })

  test('no command overdraws: thousands of sequences of spends, refunds and changes of conditions', () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('spend' as const), day: dayOfYear, minutes: fc.integer({ min: 1, max: 600 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('foreign' as const), day: dayOfYear, minutes: fc.integer({ min: 1, max: 600 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('refund' as const), which: fc.nat(30), minutes: fc.integer({ min: 1, max: 600 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('except' as const), which: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('change' as const), accruing: anyAccruing }) },
    )
    fc.assert(
      fc.property(anyAccruing, fc.array(step, { maxLength: 20 }), (begin, steps) => {
        let accruing = begin
        let spends: Spend[] = []
        let overdrawn: ReadonlyMap<string, number> = new Map()
        const settle = () => {
          overdrawn = run(accruing, spends, overdrawn).overdrawn
        }
        for (const [n, said] of steps.entries()) {
          const allowance = new Allowance(year, weeks, accruing, spends)
          const least = Math.min(...allowance.balances())
          if (said.kind === 'spend') {
            if (said.minutes > allowance.available(said.day)) continue
            spends = [...spends, { postingId: `s${n}`, day: said.day, net: said.minutes, granted: 0 }]
            const after = new Allowance(year, weeks, accruing, spends).balances()
            for (const [day, balance] of after.entries()) if (balance < 0) expect(balance).toBe(allowance.balances()[day])
            const same = overdrawn
            settle()
            expect(overdrawn).toEqual(same)
          } else if (said.kind === 'foreign') {
            spends = [...spends, { postingId: `s${n}`, day: said.day, net: said.minutes, granted: 0 }]
            const known = overdrawn
            settle()
            // What came last is what there was no time for; what was there before is as it was.
            for (const [postingId, minutes] of overdrawn) if (postingId !== `s${n}`) expect(known.get(postingId)).toBe(minutes)
          } else if (said.kind === 'refund' || said.kind === 'except') {
            const spend = spends[said.which % Math.max(1, spends.length)]
            if (!spend) continue
            const changed =
              said.kind === 'refund'
                ? {
                    ...spend,
                    net: Math.max(0, spend.net - said.minutes),
                    granted: Math.max(0, spend.granted - Math.min(spend.net, said.minutes)),
                  }
                : { ...spend, granted: spend.granted + (overdrawn.get(spend.postingId) ?? 0) }
            if (said.kind === 'except') overdrawn = new Map([...overdrawn].filter(([postingId]) => postingId !== spend.postingId))
            spends = spends.map((other) => (other === spend ? changed : other))
            settle()
            // Neither makes anything worse.
            expect(Math.min(...new Allowance(year, weeks, accruing, spends).balances())).toBeGreaterThanOrEqual(least)
          } else {
            accruing = said.accruing
            settle()
          }
        }
        const last = sums(new Allowance(year, weeks, accruing, spends), spends, overdrawn)
        for (const { explained, missing } of last) expect(explained).toBeGreaterThanOrEqual(missing)
        expect(daysFrom('2026-09-01', last.at(-1)!.day)).toBe(364)
      }),
      { numRuns: 3000 },
    )
  })
})
