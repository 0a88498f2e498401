import { academicYearOf, firstDayOfYear, lastDayOfYear, weekday, yearAfter, yearBefore } from '@nlc/known/academic-year'
import { plusDays } from '@nlc/known/day'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Accruing, Allowance, type Spend } from './allowance.ts'
import { overdrawnSpends } from './overdrawn-spends.ts'
import { schoolWeeks, type TermDates, weeksInForce } from './school-weeks.ts'

const year = '2026-27'
const terms: readonly Required<TermDates>[] = [
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
    expect(weeks[0]).toEqual({ firstDay: '2026-09-01', daysIn: [0, 1, 2, 3] })
    const days = weeks.flatMap(({ firstDay, daysIn }) => daysIn.map((n) => plusDays(firstDay, n)))
    expect(days).toHaveLength(194)
    expect(days).not.toContain('2026-10-28')
    expect(days.every((day) => weekday(day) <= 5)).toBe(true)
  })

  test('where other terms hold from a day on, each day is what it is by those that hold then', () => {
    const daysOf = (of: ReturnType<typeof schoolWeeks>) => of.flatMap(({ firstDay, daysIn }) => daysIn.map((n) => plusDays(firstDay, n)))
    const others = terms.map(({ firstDay, lastDay }) => ({ firstDay: plusDays(firstDay, 3), lastDay: plusDays(lastDay, -4) }))
    const anyDay = fc.nat({ max: daysOfYear.length - 1 }).map((n) => daysOfYear[n]!)
    fc.assert(
      fc.property(anyDay, anyDay, (from, then) => {
        const [first, second] = from < then ? [from, then] : [then, from]
        const inForce = [
          { firstDay: first, terms },
          { firstDay: second, terms: others },
        ]
        const expected = [...daysOf(weeks).filter((day) => day < second), ...daysOf(schoolWeeks(others)).filter((day) => day >= second)]
        const combined = weeksInForce(inForce)
        expect(daysOf(combined)).toEqual(expected)
        expect(new Set(combined.map(({ firstDay }) => plusDays(firstDay, 1 - weekday(firstDay)))).size).toBe(combined.length)
      }),
    )
    expect(weeksInForce([])).toEqual([])
  })
})

describe('an allowance', () => {
  const of = (accruing: readonly Accruing[], spends: readonly Spend[] = []) => new Allowance(year, weeks, accruing, spends)
  const innovator = { ...always, minutesPerWeek: 180, fte: 1 }

  test('accrues by school week, the whole week on its first day, and not in holidays', () => {
    const allowance = of([innovator])
    expect(
      ['2026-09-01', '2026-09-06', '2026-09-07', '2026-10-24', '2026-11-01', '2026-11-02'].map((day) => allowance.accrued(day)),
    ).toEqual([144, 144, 324, 1404, 1404, 1584])
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

const inTerm = ({ firstDay, lastDay, halfTermFirstDay, halfTermLastDay }: Required<TermDates>, day: string) =>
  day >= firstDay && day <= lastDay && weekday(day) <= 5 && !(day >= halfTermFirstDay && day <= halfTermLastDay)
/** Each school day, with the first of its week, by looking at each day of the year. */
const schoolDays = terms.flatMap((term) =>
  daysOfYear
    .filter((day) => inTerm(term, day))
    .map((day) => ({ day, weekBegins: daysOfYear.find((other) => other >= plusDays(day, 1 - weekday(day)) && inTerm(term, other))! })),
)

/** As the rule reads, day by day, in exact fractions. */
function naiveBalance(accruing: readonly Accruing[], spends: readonly Spend[], asAt: string): number {
  let parts = 0n
  for (const { day, weekBegins } of schoolDays) {
    if (weekBegins > asAt) continue
    const then = accruing.filter((held) => held.firstDay <= day && (held.lastDay === null || held.lastDay >= day))
    if (then.length === 0) continue
    const fte = then.reduce((sum, held) => sum + BigInt(Math.round(held.fte * 1e4)), 0n)
    parts += BigInt(then[0]!.minutesPerWeek) * (fte > 10_000n ? 10_000n : fte)
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
    { numRuns: 1000 },
  )
})

describe('what is overdrawn', () => {
  const run = (accruing: readonly Accruing[], spends: readonly Spend[], before: ReadonlyMap<string, number> = new Map()) => {
    const allowance = new Allowance(year, weeks, accruing, spends)
    return { allowance, overdrawn: overdrawnSpends(allowance, spends, before) }
  }
  /** By day of the year: minutes that are called overdrawn on days to it, less those that are missing on it. Below 0: unexplained. */
  const slack = (allowance: Allowance, spends: readonly Spend[], overdrawn: ReadonlyMap<string, number>) => {
    const perDay = new Array<number>(daysOfYear.length).fill(0)
    for (const { postingId, day } of spends) perDay[daysOfYear.indexOf(day)]! += overdrawn.get(postingId) ?? 0
    let explained = 0
    return allowance.balances().map((balance, index) => {
      explained += perDay[index]!
      return explained - Math.max(0, -balance)
    })
  }

  test('explains every day that lies below nothing, and not a minute more; from any state before', () => {
    const before = fc
      .dictionary(fc.constantFrom('p0', 'p1', 'p2', 'p3'), fc.integer({ min: 1, max: 600 }))
      .map((said) => new Map(Object.entries(said)))
    fc.assert(
      fc.property(anyAccruing, anySpends, before, (accruing, spends, before) => {
        const { allowance, overdrawn } = run(accruing, spends, before)
        const days = slack(allowance, spends, overdrawn)
        expect(Math.min(...days)).toBeGreaterThanOrEqual(0)
        for (const { postingId, day, net, granted } of spends) {
          const minutes = overdrawn.get(postingId) ?? 0
          expect(minutes).toBeLessThanOrEqual(net - granted)
          // Without one minute of it, some day would not be explained.
          if (minutes > 0) expect(Math.min(...days.slice(daysOfYear.indexOf(day)))).toBe(0)
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
        let allowance = new Allowance(year, weeks, accruing, spends)
        /** As the ledger does after each posting, and after each review. */
        const settle = (now: Spend[], known = overdrawn) => {
          spends = now
          allowance = new Allowance(year, weeks, accruing, spends)
          overdrawn = overdrawnSpends(allowance, spends, known)
        }
        for (const [n, said] of steps.entries()) {
          const before = allowance.balances()
          const known = overdrawn
          if (said.kind === 'spend') {
            if (said.minutes > allowance.available(said.day)) continue
            settle([...spends, { postingId: `s${n}`, day: said.day, net: said.minutes, granted: 0 }])
            expect(allowance.balances().every((balance, day) => balance >= 0 || balance === before[day])).toBe(true)
            expect(overdrawn).toEqual(known)
          } else if (said.kind === 'foreign') {
            settle([...spends, { postingId: `s${n}`, day: said.day, net: said.minutes, granted: 0 }])
            // What came last is what there was no time for; what was there before is as it was.
            for (const [postingId, minutes] of overdrawn) if (postingId !== `s${n}`) expect(known.get(postingId)).toBe(minutes)
          } else if (said.kind === 'refund' || said.kind === 'except') {
            const spend = spends[said.which % Math.max(1, spends.length)]
            if (!spend) continue
            const { postingId, net, granted } = spend
            const back = said.kind === 'refund' ? Math.min(net, said.minutes) : 0
            const changed = {
              ...spend,
              net: net - back,
              granted: Math.max(0, granted - back) + (said.kind === 'except' ? (known.get(postingId) ?? 0) : 0),
            }
            settle(
              spends.map((other) => (other === spend ? changed : other)),
              said.kind === 'except' ? new Map([...known].filter(([other]) => other !== postingId)) : known,
            )
            // Neither makes any day worse.
            expect(allowance.balances().every((balance, day) => balance >= before[day]!)).toBe(true)
          } else {
            accruing = said.accruing
            settle(spends)
          }
        }
        const last = slack(allowance, spends, overdrawn)
        expect(Math.min(...last)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 2000 },
    )
  }, 120_000)
})
