import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applied, type Belonging, belong, leave, type Period, type PeriodChange } from './group-periods.ts'

const trust = (groupId: string, firstDay: string, lastDay: string | null = null): Period => ({
  groupId,
  kind: 'multi-academy-trust',
  firstDay,
  lastDay,
})
const after = (held: readonly Period[], changes: PeriodChange[] | 'conflict'): Period[] => {
  let periods = [...held]
  for (const change of changes === 'conflict' ? [] : changes) {
    periods =
      change.what === 'begun' ? [...periods, change.period] : periods.map((period) => (period === change.period ? applied(change) : period))
  }
  return periods
}
const overlap = (a: Period, b: Period) => (a.lastDay === null || b.firstDay <= a.lastDay) && (b.lastDay === null || a.firstDay <= b.lastDay)

test('a school that joins another trust leaves the one that it was under, the day before', () => {
  const held = [trust('a', '2012-09-01')]
  expect(after(held, belong(held, { groupId: 'b', kind: 'single-academy-trust', joinedOn: '2018-01-01' }, '2026-01-01'))).toEqual([
    trust('a', '2012-09-01', '2017-12-31'),
    { groupId: 'b', kind: 'single-academy-trust', firstDay: '2018-01-01', lastDay: null },
  ])
})

test('a federation, or a sponsor, is beside a trust', () => {
  const held = [trust('a', '2012-09-01')]
  expect(belong(held, { groupId: 'f', kind: 'federation' }, '2026-01-01')).toMatchObject([{ what: 'begun' }])
})

test('what is held already changes nothing, until the day of joining is known', () => {
  const held = [trust('a', '2026-01-01')]
  expect(belong(held, { groupId: 'a', kind: 'multi-academy-trust' }, '2026-02-01')).toEqual([])
  expect(belong(held, { groupId: 'a', kind: 'multi-academy-trust', joinedOn: '2014-04-01' }, '2026-02-01')).toEqual([
    { what: 'moved', period: held[0], to: '2014-04-01' },
  ])
})

test('two trusts at a time are a conflict, and the later stands', () => {
  expect(belong([trust('a', '2018-01-01')], { groupId: 'b', kind: 'multi-academy-trust', joinedOn: '2012-01-01' }, '2026-01-01')).toBe(
    'conflict',
  )
})

test('nobody joins a group that has ended', () => {
  expect(belong([], { groupId: 'a', kind: 'federation', joinedOn: '2012-01-01', groupLastDay: '2011-12-31' }, '2026-01-01')).toEqual([])
})

test('leaving ends what is open of these kinds alone, and no period before it began', () => {
  const held = [trust('a', '2026-03-01'), { groupId: 'f', kind: 'federation', firstDay: '2010-01-01', lastDay: null } as const]
  expect(leave(held, ['federation'], [], '2026-01-01')).toEqual([{ what: 'ended', period: held[1], lastDay: '2025-12-31' }])
  expect(leave(held, ['multi-academy-trust'], [], '2026-01-01')).toEqual([{ what: 'ended', period: held[0], lastDay: '2026-03-01' }])
  expect(leave(held, ['multi-academy-trust', 'federation'], ['a', 'f'], '2026-01-01')).toEqual([])
})

test('whatever the register says, no two trusts control a school at once, and no group has it twice', () => {
  const day = fc.integer({ min: 10, max: 28 }).map((n) => `2020-01-${n}`)
  const said: fc.Arbitrary<Belonging> = fc.record(
    {
      groupId: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('multi-academy-trust', 'single-academy-trust') as fc.Arbitrary<'multi-academy-trust'>,
      joinedOn: day,
    },
    { requiredKeys: ['groupId', 'kind'] },
  )
  const step = fc.oneof(fc.record({ said, since: day }), fc.record({ leaving: day }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      let held: Period[] = []
      for (const one of steps) {
        held = after(
          held,
          'leaving' in one
            ? leave(held, ['multi-academy-trust', 'single-academy-trust'], [], one.leaving)
            : belong(held, one.said, one.since),
        )
        for (const [index, a] of held.entries()) {
          expect(a.lastDay === null || a.firstDay <= a.lastDay).toBe(true)
          for (const b of held.slice(index + 1)) expect(overlap(a, b)).toBe(false)
        }
      }
    }),
  )
})
