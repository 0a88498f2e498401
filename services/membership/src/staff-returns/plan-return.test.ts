import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { item, known, period, person, plan, record, terms, today } from '../../test/known-under-test.ts'
import { plusDays } from '../employments/day.ts'
import type { EmploymentRecord } from '../employments/employment-record.ts'
import { areJoined, collide } from '../employments/period.ts'
import { needsConfirmation } from './plan-return.ts'

describe('a plan', () => {
  test('brings somebody new in once, however many of their jobs are sent', () => {
    const assistant = { ...terms, staffCategory: 'classroom-assistant' as const }
    const { outcomes, people, employments } = plan(
      known(),
      'full',
      item('1', { trn: '1234567' }),
      item('2', { trn: '1234567', employment: assistant }),
      item('3', { name: undefined }),
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'started', 'refused'])
    expect(outcomes[0]?.personId).toBe(outcomes[1]?.personId)
    expect([people.length, employments.length]).toEqual([1, 2])
  })

  test('where the item that was to bring somebody in is refused, the next one does', () => {
    const agency = { kind: 'agency' as const, reference: 'nobody' }
    const { outcomes, people } = plan(
      known(),
      'full',
      item('1', { trn: '1234567', employment: { ...terms, employer: agency } }),
      item('2', { trn: '1234567' }),
    )
    expect(outcomes.map(({ outcome, refusal }) => refusal ?? outcome)).toEqual(['no-such-employer', 'created'])
    expect(people).toHaveLength(1)
  })

  test('a reference counts once', () => {
    expect(plan(known(), 'delta', item('1'), item('1')).outcomes.map(({ outcome, refusal }) => refusal ?? outcome)).toEqual([
      'created',
      'reference-repeated',
    ])
  })

  test('who is absent from a full return is asked about, never ended; a delta leaves them as they are', () => {
    const staff = known({
      people: new Map([
        ['a', person('a')],
        ['b', person('b')],
      ]),
      employments: [record('e', 'a'), record('f', 'b')],
      byReference: new Map([['1', { personId: 'a', employmentId: 'e' }]]),
    })
    const full = plan(staff, 'full', item('1'))
    expect(full.absent).toMatchObject([{ personId: 'b', employmentId: 'f' }])
    expect(full.questions).toMatchObject([{ kind: 'absent', employmentId: 'f', isNew: true }])
    expect([full.employments, full.ending]).toEqual([[], 0])
    expect(plan(staff, 'delta', item('1')).absent).toEqual([])
    // Not again while the question is open, nor where the school has said that they are still there.
    const asked = { ...staff, questions: [{ id: 'q', kind: 'absent' as const, employmentId: 'f', reference: null }] }
    expect(plan(asked, 'full', item('1')).questions).toMatchObject([{ id: 'q', isNew: false }])
    expect(plan({ ...staff, knownAbsent: new Set(['f']) }, 'full', item('1')).absent).toEqual([])
    const leftOut = {
      ...staff,
      people: new Map([
        ['a', person('a')],
        ['b', person('b', { leftOut: true })],
      ]),
    }
    expect(plan(leftOut, 'full', item('1')).absent).toEqual([])
    // Who is back makes the question needless.
    const back = { ...asked, byReference: new Map([['2', { personId: 'b', employmentId: 'f' }]]) }
    expect(plan(back, 'delta', item('2')).lapsed).toEqual(['q'])
    // And so does having left by other means.
    expect(plan({ ...asked, employments: [record('e', 'a')] }, 'delta').lapsed).toEqual(['q'])
    expect(plan(asked, 'delta').lapsed).toEqual([])
  })

  test('more than a tenth ending at once waits; exactly a tenth does not', () => {
    const many = Array.from({ length: 20 }, (_, index) => index)
    const staff = known({
      people: new Map(many.map((n) => [`p${n}`, person(`p${n}`)])),
      employments: many.map((n) => record(`e${n}`, `p${n}`)),
      byReference: new Map(many.map((n) => [`${n}`, { personId: `p${n}`, employmentId: `e${n}` }])),
    })
    const ending = (count: number) =>
      plan(staff, 'delta', ...many.slice(0, count).map((n) => item(`${n}`, { employment: { ...terms, lastDay: '2026-01-31' } })))
    expect([ending(2), ending(3)].map((one) => [one.ending, one.current, needsConfirmation(one)])).toEqual([
      [2, 20, false],
      [3, 20, true],
    ])
  })

  test('a second job goes to its own record, not to the one that another item is about', () => {
    const assistant = { ...terms, staffCategory: 'classroom-assistant' as const }
    const one = known({
      people: new Map([['a', person('a', { trn: '1234567' })]]),
      byTrn: new Map([['1234567', 'a']]),
      employments: [record('e', 'a')],
    })
    const { outcomes } = plan(one, 'full', item('1', { trn: '1234567', employment: assistant }), item('2', { trn: '1234567' }))
    expect(outcomes.map(({ outcome, employmentId }) => [outcome, employmentId === 'e'])).toEqual([
      ['started', false],
      ['unchanged', true],
    ])
  })

  test('what the same return says again is unchanged', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            fte: fc.constantFrom(0.2, 0.5, 1),
            start: fc.integer({ min: -400, max: 40 }),
            length: fc.option(fc.integer({ min: 1, max: 800 }), { nil: undefined }),
          }),
          { maxLength: 8 },
        ),
        (said) => {
          const items = said.map(({ fte, start, length }, index) => {
            const firstDay = plusDays(today, start)
            return item(`r${index}`, {
              trn: String(1_000_001 + index),
              employment: { ...terms, fte, firstDay, lastDay: length === undefined ? undefined : plusDays(firstDay, length) },
            })
          })
          const first = plan(known(), 'full', ...items)
          const after = known({
            people: new Map(first.people.map(({ id, trn, emails = [] }) => [id, person(id, { trn, emails })])),
            byReference: new Map(first.references.map(({ reference, ...who }) => [reference, who])),
            byTrn: new Map(first.people.map(({ id, trn }) => [trn!, id])),
            employments: first.employments.map((one) => one.record),
          })
          const again = plan(after, 'full', ...items)
          expect(again.outcomes.map(({ outcome }) => outcome)).toEqual(items.map(() => 'unchanged'))
          expect([again.people, again.employments, again.absent]).toEqual([[], [], []])
        },
      ),
    )
  })

  test('whatever is sent, what is planned is what the database accepts, and every item has an outcome', () => {
    const employments = fc.record({
      start: fc.integer({ min: -800, max: 100 }),
      length: fc.option(fc.integer({ min: 0, max: 700 }), { nil: undefined }),
      fte: fc.constantFrom(0.4, 1),
      staffCategory: fc.constantFrom('teacher' as const, 'trainee' as const),
    })
    const days = ({
      start,
      length,
      ...rest
    }: {
      start: number
      length: number | undefined
      fte: number
      staffCategory: 'teacher' | 'trainee'
    }) => {
      const firstDay = plusDays(today, start)
      return { ...rest, firstDay, lastDay: length === undefined ? undefined : plusDays(firstDay, length), workingDays: ['monday' as const] }
    }
    fc.assert(
      fc.property(
        fc.array(fc.tuple(employments, fc.constantFrom('a', 'b')), { maxLength: 4 }),
        fc.array(fc.tuple(employments, fc.constantFrom('1000001', '1000002', '1000003')), { maxLength: 6 }),
        fc.constantFrom('full' as const, 'delta' as const),
        (recorded, sent, mode) => {
          const standing: EmploymentRecord[] = []
          for (const [index, [said, personId]] of recorded.entries()) {
            const { lastDay = null, ...rest } = days(said)
            const one = record(`e${index}`, personId, period({ ...rest, lastDay }))
            if (!standing.some((other) => other.personId === personId && collide(other.periods[0]!, one.periods[0]!))) standing.push(one)
          }
          const given = known({
            people: new Map([
              ['a', person('a', { trn: '1000001' })],
              ['b', person('b', { trn: '1000002' })],
            ]),
            byTrn: new Map([
              ['1000001', 'a'],
              ['1000002', 'b'],
            ]),
            employments: standing,
          })
          const planned = plan(given, mode, ...sent.map(([said, trn], index) => item(`r${index}`, { trn, employment: days(said) })))
          expect(planned.outcomes).toHaveLength(sent.length)
          const after = new Map(standing.map((one) => [one.id, one]))
          for (const { record: written } of planned.employments) after.set(written.id, written)
          for (const one of after.values()) {
            expect(areJoined(one.periods)).toBe(true)
            for (const other of after.values()) {
              if (one.id !== other.id && one.personId === other.personId)
                expect(one.periods.some((x) => other.periods.some((y) => collide(x, y)))).toBe(false)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
