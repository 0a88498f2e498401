/** Hosting in turn, as the rule reads. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueAt, type Hosting, type TurnTaker } from './turns.ts'

const at = (n: number) => new Date(Date.UTC(2026, 8, 1) + n * 86_400_000)
const since = (...urns: string[]): TurnTaker[] => urns.map((urn) => ({ urn, since: at(0) }))
const held = (...urns: string[]): Hosting[] => urns.map((urn, n) => ({ urn, at: at(10 * (n + 1)) }))

test('at first it is everybody’s turn; who has hosted waits until all others have', () => {
  expect(dueAt(since('a', 'b', 'c'), [], at(5))).toEqual(['a', 'b', 'c'])
  expect(dueAt(since('a', 'b', 'c'), held('b'), at(15))).toEqual(['a', 'c'])
  expect(dueAt(since('a', 'b', 'c'), held('b', 'a'), at(25))).toEqual(['c'])
})

test('a new round begins with another school than the one that hosted last', () => {
  expect(dueAt(since('a', 'b', 'c'), held('b', 'a', 'c'), at(35))).toEqual(['a', 'b'])
})

test('a school that joins enters the next round', () => {
  const joined = [...since('a', 'b', 'c'), { urn: 'd', since: at(12) }]
  expect(dueAt(joined, held('a', 'b'), at(25))).toEqual(['c'])
  expect(dueAt(joined, held('a', 'b', 'c'), at(35))).toEqual(['a', 'b', 'd'])
})

test('one that joins between two rounds is in the one that begins', () => {
  expect(dueAt([...since('a', 'b'), { urn: 'c', since: at(25) }], held('a', 'b'), at(26))).toEqual(['a', 'c'])
})

test('what is put before something that is planned is not at the school of that', () => {
  expect(dueAt(since('a', 'b', 'c'), [{ urn: 'b', at: at(50) }], at(5))).toEqual(['a', 'c'])
})

test('alone, a school hosts again; without schools it is nobody’s turn', () => {
  expect(dueAt(since('a'), held('a'), at(15))).toEqual(['a'])
  expect(dueAt([], [], at(1))).toEqual([])
})

const networks = fc.record({ schools: fc.integer({ min: 2, max: 8 }), picks: fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }) })

test('always taking one of those that are due, no school is more than one ahead of another, and none hosts twice running', () => {
  fc.assert(
    fc.property(networks, ({ schools, picks }) => {
      const takers = since(...Array.from({ length: schools }, (_, n) => `s${n}`))
      const hostings: Hosting[] = []
      for (const [n, pick] of picks.entries()) {
        const due = dueAt(takers, hostings, at(10 * (n + 1)))
        hostings.push({ urn: due[pick % due.length]!, at: at(10 * (n + 1)) })
        const times = takers.map(({ urn }) => hostings.filter((one) => one.urn === urn).length)
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
        if (n > 0) expect(hostings[n]!.urn).not.toBe(hostings[n - 1]!.urn)
      }
    }),
  )
})
