import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { employer, item, known, nothing, person, record } from '../../test/known-under-test.ts'
import { type KnownPerson, payrollKey } from './item.ts'
import { matchPerson } from './match-people.ts'

describe('matching is exact', () => {
  const pointers = fc.record({
    asked: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 2 }),
    remembered: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 2 }),
    trn: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 2 }),
    payroll: fc.subarray(['a', 'b']),
    email: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 2 }),
    verified: fc.boolean(),
    sameName: fc.boolean(),
  })
  const said = item('r', { personId: 'p', trn: '1234567', payrollNumber: '7', email: 'x@y.example' })
  const knownBy = ({
    asked,
    remembered,
    trn,
    payroll,
    email,
  }: {
    asked?: string | undefined
    remembered?: string | undefined
    trn?: string | undefined
    payroll: string[]
    email?: string | undefined
  }) =>
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
        const inOrder = [
          asked,
          remembered,
          trn,
          payroll.length === 1 ? payroll[0] : payroll.length === 2 ? 'both' : undefined,
          verified ? email : undefined,
        ].filter((one) => one !== undefined)
        const [first] = inOrder
        if (first === undefined) {
          expect(match).toEqual({ found: 'nobody' })
          return
        }
        const decidedBefore = first === remembered && (asked === undefined || asked === remembered)
        const agree = inOrder.every((one) => one === first || one === 'both')
        if (first !== 'both' && (decidedBefore || agree)) expect(match).toEqual({ found: 'somebody', personId: first })
        else expect(match.found).toBe('unclear')
      }),
      { numRuns: 500 },
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
    expect(matchPerson(item('r', { personId: 'p' }), people({ seen: false }), nothing())).toEqual({
      found: 'refused',
      refusal: 'no-such-person',
    })
    expect(matchPerson(item('r', { personId: 'unknown' }), people({}), nothing())).toEqual({ found: 'refused', refusal: 'no-such-person' })
    expect(matchPerson(item('r', { personId: 'p' }), people({ name: undefined }), nothing())).toEqual({
      found: 'refused',
      refusal: 'person-was-erased',
    })
  })

  test('somebody who is left out of what is shared is not told of: not as found, not as a candidate', () => {
    const given = known({ people: new Map([['a', person('a', { leftOut: true, trn: '1234567' })]]), byTrn: new Map([['1234567', 'a']]) })
    expect(matchPerson(item('r', { trn: '1234567' }), given, nothing())).toEqual({ found: 'unclear', candidates: [] })
  })

  test('a remembered reference holds against other identifiers, but not against another TRN', () => {
    const given = known({
      people: new Map([['a', person('a', { trn: '1111111' })]]),
      byReference: new Map([['r', { personId: 'a', employmentId: 'e' }]]),
    })
    expect(matchPerson(item('r', { trn: '1111111' }), given, nothing()).found).toBe('somebody')
    expect(matchPerson(item('r', { trn: '2222222' }), given, nothing()).found).toBe('unclear')
  })
})
