import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plusDays } from '../employments/day.ts'
import type { EmploymentRecord } from '../employments/employment-record.ts'
import { areJoined, collide, isOn, type Period, periodOn } from '../employments/period.ts'
import { type Item, type Known, type KnownPerson, payrollKey } from './item.ts'
import { matchPerson } from './match-people.ts'
import { needsConfirmation, planReturn } from './plan-return.ts'
import { leave, returnedEmployment } from './returned-employment.ts'

const urn = '900001'
const today = '2026-02-01'
const employer = { kind: 'governing-body' as const, reference: urn }
const terms = { workingDays: ['monday' as const], fte: 0.5, staffCategory: 'teacher' as const, firstDay: '2025-09-01' }
const item = (reference: string, said: Partial<Item> = {}): Item => ({ reference, name: { family: 'Rowe' }, employment: terms, ...said })
const period = (said: Partial<Period> = {}): Period => ({ ...terms, employer, urns: [urn], payrollNumber: null, lastDay: null, ...said })
const record = (id: string, personId: string, ...periods: Period[]): EmploymentRecord => ({ id, personId, endReason: null, voided: false, unitedInto: null, periods: periods.length > 0 ? periods : [period()] })
const person = (id: string, said: Partial<KnownPerson> = {}): KnownPerson => ({ id, name: { family: 'Rowe' }, trn: undefined, emails: [], elsewhere: false, seen: true, leftOut: false, ...said })
const known = (said: Partial<Known> = {}): Known => ({
  urn, today, extractDay: today, defaultEmployer: employer, employers: new Map(), people: new Map(), byPersonId: new Map(), byReference: new Map(), byTrn: new Map(),
  byPayroll: new Map(), byEmail: new Map(), employments: [], questions: [], knownAbsent: new Set(), ...said,
})
const nothing = () => ({ trn: new Map(), payroll: new Map(), email: new Map() })
let made = 0
const newId = () => `new-${++made}`
const plan = (given: Known, mode: 'full' | 'delta', ...items: Item[]) => planReturn(given, mode, items, newId)

describe('matching is exact', () => {
  const pointers = fc.record({
    asked: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    remembered: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    trn: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    payroll: fc.subarray(['a', 'b']),
    email: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    verified: fc.boolean(),
    sameName: fc.boolean(),
  })
  const said = item('r', { personId: 'p', trn: '1234567', payrollNumber: '7', email: 'x@y.example' })
  const knownBy = ({ asked, remembered, trn, payroll, email }: { asked?: string | undefined; remembered?: string | undefined; trn?: string | undefined; payroll: string[]; email?: string | undefined }) =>
    known({
      people: new Map(['a', 'b'].map((id) => [id, person(id, { trn: trn === id ? '1234567' : undefined })])),
      byPersonId: new Map(asked ? [['p', asked]] : []),
      byReference: new Map(remembered ? [['r', { personId: remembered, employmentId: 'e' }]] : []),
      byTrn: new Map(trn ? [['1234567', trn]] : []),
      byPayroll: new Map([[payrollKey(employer, '7'), payroll]]),
      byEmail: new Map(email ? [['x@y.example', email]] : []),
    })

  test('the first identifier that finds somebody decides; where another finds somebody else, or one finds two, it is not clear', () => {
    fc.assert(
      fc.property(pointers, (points) => {
        const { asked, remembered, trn, payroll, email, verified } = points
        const match = matchPerson({ ...said, personId: asked && 'p', emailVerified: verified }, knownBy(points), nothing())
        const inOrder = [asked, remembered, trn, payroll.length === 1 ? payroll[0] : payroll.length === 2 ? 'both' : undefined, verified ? email : undefined].filter((one) => one !== undefined)
        const [first] = inOrder
        if (first === undefined) return expect(match).toEqual({ found: 'nobody' }) as never
        const decidedBefore = first === remembered && (asked === undefined || asked === remembered)
        const agree = inOrder.every((one) => one === first || one === 'both')
        if (first !== 'both' && (decidedBefore || agree)) expect(match).toEqual({ found: 'somebody', personId: first })
        else expect(match.found).toBe('unclear')
      }),
    )
  })

  test('names find nobody, and part nobody', () => {
    fc.assert(
      fc.property(pointers, fc.string(), (points, family) => {
        const asked = points.asked && 'p'
        const one = matchPerson({ ...said, personId: asked }, knownBy(points), nothing())
        expect(matchPerson({ ...said, personId: asked, name: { family } }, knownBy(points), nothing())).toEqual(one)
      }),
    )
    const namesake = known({ people: new Map([['a', person('a')]]), employments: [record('e', 'a')] })
    expect(matchPerson(item('r'), namesake, nothing())).toEqual({ found: 'nobody' })
  })

  test('an id that is not in view does not exist; somebody who was erased is not recorded again', () => {
    const people = (said: Partial<KnownPerson>) => known({ people: new Map([['a', person('a', said)]]), byPersonId: new Map([['p', 'a']]) })
    expect(matchPerson(item('r', { personId: 'p' }), people({ seen: false }), nothing())).toEqual({ found: 'refused', refusal: 'no-such-person' })
    expect(matchPerson(item('r', { personId: 'unknown' }), people({}), nothing())).toEqual({ found: 'refused', refusal: 'no-such-person' })
    expect(matchPerson(item('r', { personId: 'p' }), people({ name: undefined }), nothing())).toEqual({ found: 'refused', refusal: 'person-was-erased' })
  })

  test('somebody who is left out of what is shared is not told of: not as found, not as a candidate', () => {
    const given = known({ people: new Map([['a', person('a', { leftOut: true, trn: '1234567' })]]), byTrn: new Map([['1234567', 'a']]) })
    expect(matchPerson(item('r', { trn: '1234567' }), given, nothing())).toEqual({ found: 'unclear', candidates: [] })
  })

  test('a remembered reference holds against other identifiers, but not against another TRN', () => {
    const given = known({ people: new Map([['a', person('a', { trn: '1111111' })]]), byReference: new Map([['r', { personId: 'a', employmentId: 'e' }]]) })
    expect(matchPerson(item('r', { trn: '1111111' }), given, nothing()).found).toBe('somebody')
    expect(matchPerson(item('r', { trn: '2222222' }), given, nothing()).found).toBe('unclear')
  })
})

describe('a plan', () => {
  test('brings somebody new in once, however many of their jobs are sent', () => {
    const assistant = { ...terms, staffCategory: 'classroom-assistant' as const }
    const { outcomes, people, employments } = plan(known(), 'full', item('1', { trn: '1234567' }), item('2', { trn: '1234567', employment: assistant }), item('3', { name: undefined }))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'started', 'refused'])
    expect(outcomes[0]?.personId).toBe(outcomes[1]?.personId)
    expect([people.length, employments.length]).toEqual([1, 2])
  })

  test('where the item that was to bring somebody in is refused, the next one does', () => {
    const agency = { kind: 'agency' as const, reference: 'nobody' }
    const { outcomes, people } = plan(known(), 'full', item('1', { trn: '1234567', employment: { ...terms, employer: agency } }), item('2', { trn: '1234567' }))
    expect(outcomes.map(({ outcome, refusal }) => refusal ?? outcome)).toEqual(['no-such-employer', 'created'])
    expect(people).toHaveLength(1)
  })

  test('a reference counts once', () => {
    expect(plan(known(), 'delta', item('1'), item('1')).outcomes.map(({ outcome, refusal }) => refusal ?? outcome)).toEqual(['created', 'reference-repeated'])
  })

  test('who is absent from a full return is asked about, never ended; a delta leaves them as they are', () => {
    const staff = known({ people: new Map([['a', person('a')], ['b', person('b')]]), employments: [record('e', 'a'), record('f', 'b')], byReference: new Map([['1', { personId: 'a', employmentId: 'e' }]]) })
    const full = plan(staff, 'full', item('1'))
    expect(full.absent).toMatchObject([{ personId: 'b', employmentId: 'f' }])
    expect(full.questions).toMatchObject([{ kind: 'absent', employmentId: 'f', isNew: true }])
    expect([full.employments, full.ending]).toEqual([[], 0])
    expect(plan(staff, 'delta', item('1')).absent).toEqual([])
    // Not again while the question is open, nor where the school has said that they are still there.
    const asked = { ...staff, questions: [{ id: 'q', kind: 'absent' as const, employmentId: 'f', reference: null }] }
    expect(plan(asked, 'full', item('1')).questions).toMatchObject([{ id: 'q', isNew: false }])
    expect(plan({ ...staff, knownAbsent: new Set(['f']) }, 'full', item('1')).absent).toEqual([])
    const leftOut = { ...staff, people: new Map([['a', person('a')], ['b', person('b', { leftOut: true })]]) }
    expect(plan(leftOut, 'full', item('1')).absent).toEqual([])
    // Who is back makes the question needless.
    const back = { ...asked, byReference: new Map([['2', { personId: 'b', employmentId: 'f' }]]) }
    expect(plan(back, 'delta', item('2')).lapsed).toEqual(['q'])
  })

  test('more than a tenth ending at once waits; exactly a tenth does not', () => {
    const many = Array.from({ length: 20 }, (_, index) => index)
    const staff = known({
      people: new Map(many.map((n) => [`p${n}`, person(`p${n}`)])),
      employments: many.map((n) => record(`e${n}`, `p${n}`)),
      byReference: new Map(many.map((n) => [`${n}`, { personId: `p${n}`, employmentId: `e${n}` }])),
    })
    const ending = (count: number) => plan(staff, 'delta', ...many.slice(0, count).map((n) => item(`${n}`, { employment: { ...terms, lastDay: '2026-01-31' } })))
    expect([ending(2), ending(3)].map((one) => [one.ending, one.current, needsConfirmation(one)])).toEqual([[2, 20, false], [3, 20, true]])
  })

  test('a second job goes to its own record, not to the one that another item is about', () => {
    const assistant = { ...terms, staffCategory: 'classroom-assistant' as const }
    const one = known({ people: new Map([['a', person('a', { trn: '1234567' })]]), byTrn: new Map([['1234567', 'a']]), employments: [record('e', 'a')] })
    const { outcomes } = plan(one, 'full', item('1', { trn: '1234567', employment: assistant }), item('2', { trn: '1234567' }))
    expect(outcomes.map(({ outcome, employmentId }) => [outcome, employmentId === 'e'])).toEqual([['started', false], ['unchanged', true]])
  })

  test('what the same return says again is unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ fte: fc.constantFrom(0.2, 0.5, 1), start: fc.integer({ min: -400, max: 40 }), length: fc.option(fc.integer({ min: 1, max: 800 }), { nil: undefined }) }), { maxLength: 8 }), (said) => {
        const items = said.map(({ fte, start, length }, index) => {
          const firstDay = plusDays(today, start)
          return item(`r${index}`, { trn: String(1_000_001 + index), employment: { ...terms, fte, firstDay, lastDay: length === undefined ? undefined : plusDays(firstDay, length) } })
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
      }),
    )
  })

  test('whatever is sent, what is planned is what the database accepts, and every item has an outcome', () => {
    const employments = fc.record({ start: fc.integer({ min: -800, max: 100 }), length: fc.option(fc.integer({ min: 0, max: 700 }), { nil: undefined }), fte: fc.constantFrom(0.4, 1), staffCategory: fc.constantFrom('teacher' as const, 'trainee' as const) })
    const days = ({ start, length, ...rest }: { start: number; length: number | undefined; fte: number; staffCategory: 'teacher' | 'trainee' }) => {
      const firstDay = plusDays(today, start)
      return { ...rest, firstDay, lastDay: length === undefined ? undefined : plusDays(firstDay, length), workingDays: ['monday' as const] }
    }
    fc.assert(
      fc.property(fc.array(fc.tuple(employments, fc.constantFrom('a', 'b')), { maxLength: 4 }), fc.array(fc.tuple(employments, fc.constantFrom('1000001', '1000002', '1000003')), { maxLength: 6 }), fc.constantFrom('full' as const, 'delta' as const), (recorded, sent, mode) => {
        const standing: EmploymentRecord[] = []
        for (const [index, [said, personId]] of recorded.entries()) {
          const { lastDay = null, ...rest } = days(said)
          const one = record(`e${index}`, personId, period({ ...rest, lastDay }))
          if (!standing.some((other) => other.personId === personId && collide(other.periods[0]!, one.periods[0]!))) standing.push(one)
        }
        const given = known({
          people: new Map([['a', person('a', { trn: '1000001' })], ['b', person('b', { trn: '1000002' })]]),
          byTrn: new Map([['1000001', 'a'], ['1000002', 'b']]), employments: standing,
        })
        const planned = plan(given, mode, ...sent.map(([said, trn], index) => item(`r${index}`, { trn, employment: days(said) })))
        expect(planned.outcomes).toHaveLength(sent.length)
        const after = new Map(standing.map((one) => [one.id, one]))
        for (const { record: written } of planned.employments) after.set(written.id, written)
        for (const one of after.values()) {
          expect(areJoined(one.periods)).toBe(true)
          for (const other of after.values()) {
            if (one.id !== other.id && one.personId === other.personId) expect(one.periods.some((x) => other.periods.some((y) => collide(x, y)))).toBe(false)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('what an item says of an employment', () => {
  const asked = { urn, extractDay: today, employer: undefined }
  const returned = (one: EmploymentRecord, said: Partial<Item['employment']>) => {
    const result = returnedEmployment(one, item('r', { employment: { ...terms, ...said } }), asked)
    if (typeof result === 'string') throw new Error(result)
    return result
  }

  test('other hours hold from the day of the extract, or from the first day given if it lies within', () => {
    expect(returned(record('e', 'a'), { fte: 1 }).effects).toMatchObject([{ changed: { firstDay: today, fte: 1 } }])
    expect(returned(record('e', 'a'), { fte: 1, firstDay: '2026-01-01' }).effects).toMatchObject([{ changed: { firstDay: '2026-01-01', fte: 1 } }])
    expect(returned(record('e', 'a'), { firstDay: '2026-01-01' }).effects).toEqual([])
    const begins = record('e', 'a', period({ firstDay: today }))
    expect(returned(begins, { fte: 1, firstDay: today })).toMatchObject({ effects: ['corrected'], record: { periods: [{ firstDay: today, fte: 1 }] } })
  })

  test('an earlier first day is a correction; a last day ends; one that was recorded before the extract is taken back', () => {
    expect(returned(record('e', 'a'), { firstDay: '2024-09-01' })).toMatchObject({ effects: ['corrected'], record: { periods: [{ firstDay: '2024-09-01' }] } })
    expect(returned(record('e', 'a'), { lastDay: '2026-01-31', endReason: 'retired' })).toMatchObject({ effects: [{ ended: '2026-01-31' }], ending: true, record: { endReason: 'retired' } })
    const left = { ...record('e', 'a', period({ lastDay: '2026-01-15' })), endReason: 'left' as const }
    expect(returned(left, {})).toMatchObject({ effects: ['corrected'], record: { endReason: null, periods: [{ lastDay: null }] } })
    const leaves = { ...record('e', 'a', period({ lastDay: '2026-03-31' })), endReason: 'left' as const }
    expect(returned(leaves, {}).effects).toEqual([])
    expect(returned(leaves, { lastDay: '2026-07-31' })).toMatchObject({ effects: ['corrected'], record: { periods: [{ lastDay: '2026-07-31' }] } })
  })

  test('who works elsewhere too leaves this school only, and their hours are not this school’s to say', () => {
    const both = record('e', 'a', period({ urns: [urn, '900002'], fte: 0.8 }))
    expect(returned(both, { fte: 0.4 }).effects).toEqual([])
    expect(returned(both, { lastDay: '2026-01-31' })).toMatchObject({ effects: [{ changed: { firstDay: '2026-02-01', urns: ['900002'] } }], ending: true, record: { endReason: null } })
  })

  test('leaving keeps joined periods, and no day here after the last', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.subarray([urn, '900002'], { minLength: 1 })), { minLength: 1, maxLength: 4 })
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
