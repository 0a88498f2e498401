import { expect, test } from 'vitest'
import { type Holder, numbersRefused } from './numbers-in-use.ts'

const holder = (urn: string, line: number, days: Partial<Pick<Holder, 'held' | 'firstDay' | 'lastDay'>> = {}): Holder => ({
  pair: '909/1000',
  urn,
  line,
  held: false,
  firstDay: null,
  lastDay: null,
  ...days,
})
const refused = (...holders: Holder[]) => numbersRefused(holders).map(({ urn, holder }) => [urn, holder])

test('the first row has it', () => expect(refused(holder('b', 3), holder('a', 2))).toEqual([['b', 'a']]))
test('the one that has it already keeps it', () => expect(refused(holder('a', 2), holder('b', 3, { held: true }))).toEqual([['a', 'b']]))
test('it is taken over on the day after the last', () => {
  expect(refused(holder('a', 2, { lastDay: '2011-08-31' }), holder('b', 3, { firstDay: '2011-09-01' }))).toEqual([])
  expect(refused(holder('a', 2, { lastDay: '2011-09-01' }), holder('b', 3, { firstDay: '2011-09-01' }))).toEqual([['b', 'a']])
})
test('a school that the file says nothing of is refused nothing', () => {
  expect(refused(holder('a', 0, { held: true }), holder('b', 0, { held: true }), holder('c', 2))).toEqual([['c', 'a']])
})
test('a file that gives one pair to everybody is not compared one by one', () => {
  const many = Array.from({ length: 50_000 }, (_, index) =>
    holder(String(index), index + 2, { firstDay: '2011-09-01', lastDay: '2011-09-02' }),
  )
  expect(numbersRefused(many)).toHaveLength(49_999)
})
