/** Rule 1, held against a statement of it that counts every way of supplying for itself, over all the sets that can be made. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breachOf, type Facts, type Nominee } from './co-leader-rule.ts'

const urns = ['900001', '900002', '900003', '900004', '900005']
const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']

const coLeader = fc.record({ personId: fc.constantFrom(...people), urn: fc.option(fc.constantFrom(...urns), { nil: undefined, freq: 20 }) })

/** Which trust, federation and heads a school has; who is at it. Weighted so that many sets are right, or wrong in one way alone. */
const world = fc.record({
  founding: fc.oneof({ weight: 4, arbitrary: fc.constant(urns) }, { weight: 1, arbitrary: fc.subarray(urns, { minLength: 1 }) }),
  trust: fc.dictionary(fc.constantFrom(...urns), fc.constantFrom('t1', 't2'), { noNullPrototype: true, maxKeys: 3 }),
  federation: fc.dictionary(fc.constantFrom(...urns), fc.constantFrom('f1', 'f2'), { noNullPrototype: true, maxKeys: 3 }),
  heads: fc.dictionary(fc.constantFrom(...urns), fc.subarray(['h1', 'h2'], { minLength: 1 }), { noNullPrototype: true, maxKeys: 3 }),
  absent: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.subarray(people, { maxLength: 1 }) }),
  coLeaders: fc.oneof(
    { weight: 4, arbitrary: fc.uniqueArray(coLeader, { maxLength: 6, selector: ({ personId }) => personId }) },
    { weight: 1, arbitrary: fc.array(coLeader, { maxLength: 6 }) },
  ),
})

/** "At least 2 co-leaders from at least 2 schools, and no school, trust, federation or shared head supplies more than half of them." */
function keepsTheRule({
  founding,
  trust,
  federation,
  heads,
  absent,
  coLeaders,
}: typeof world extends fc.Arbitrary<infer W> ? W : never): boolean {
  const persons = new Set(coLeaders.map(({ personId }) => personId))
  const atLeastTwo = persons.size >= 2 && persons.size === coLeaders.length
  const fromFounding = coLeaders.every(({ urn }) => urn !== undefined && founding.includes(urn))
  const present = coLeaders.every(({ personId }) => !absent.includes(personId))
  const twoSchools = new Set(coLeaders.map(({ urn }) => urn)).size >= 2
  const half = coLeaders.length / 2
  const supplied = (belongs: (urn: string) => boolean) => coLeaders.filter(({ urn }) => urn !== undefined && belongs(urn)).length
  const nobodySuppliesMore =
    urns.every((one) => supplied((urn) => urn === one) <= half) &&
    ['t1', 't2'].every((one) => supplied((urn) => trust[urn] === one) <= half) &&
    ['f1', 'f2'].every((one) => supplied((urn) => federation[urn] === one) <= half) &&
    ['h1', 'h2'].every((one) => supplied((urn) => heads[urn]?.includes(one) ?? false) <= half)
  return atLeastTwo && fromFounding && present && twoSchools && nobodySuppliesMore
}

const factsOf = ({
  trust,
  federation,
  heads,
  absent,
}: {
  trust: Record<string, string>
  federation: Record<string, string>
  heads: Record<string, string[]>
  absent: string[]
}): Facts => ({
  isAt: (personId) => !absent.includes(personId),
  trustsOf: (urn) => (trust[urn] ? [trust[urn]] : []),
  federationsOf: (urn) => (federation[urn] ? [federation[urn]] : []),
  headsOf: (urn) => heads[urn] ?? [],
})

test('a set of co-leaders is refused where it breaks the rule, and only there', () => {
  let kept = 0
  fc.assert(
    fc.property(world, (made) => {
      const breach = breachOf('school-network', made.coLeaders as Nominee[], new Set(made.founding), factsOf(made))
      if (!breach) kept += 1
      expect(breach === undefined).toBe(keepsTheRule(made))
    }),
    { numRuns: 5000 },
  )
  // A property of sets that all break the rule would show nothing.
  expect(kept).toBeGreaterThan(100)
})

test('who supplies too many is named, with all whom they supply', () => {
  fc.assert(
    fc.property(world, (made) => {
      const breach = breachOf('school-network', made.coLeaders as Nominee[], new Set(made.founding), factsOf(made))
      if (breach?.breach !== 'supplies-too-many') return
      const codesOf = {
        school: (urn: string) => [urn],
        trust: factsOf(made).trustsOf,
        federation: factsOf(made).federationsOf,
        'shared-head': factsOf(made).headsOf,
      }[breach.supplier]
      const supplied = made.coLeaders.filter(({ urn }) => codesOf(urn as string).includes(breach.code)).map(({ personId }) => personId)
      expect(breach.personIds).toEqual(supplied)
      expect(supplied.length * 2).toBeGreaterThan(breach.of)
    }),
    { numRuns: 2000 },
  )
})

test('a professional network needs one coordinator, whom the records have, once', () => {
  const facts: Facts = { isAt: (personId) => personId !== 'nobody', trustsOf: () => [], federationsOf: () => [], headsOf: () => [] }
  const ask = (...personIds: string[]) =>
    breachOf(
      'professional-network',
      personIds.map((personId) => ({ personId, urn: undefined })),
      new Set(),
      facts,
    )
  expect(ask()).toEqual({ breach: 'too-few', named: 0, minimum: 1 })
  expect(ask('p1')).toBeUndefined()
  expect(ask('p1', 'p1')).toMatchObject({ breach: 'named-twice' })
  expect(ask('nobody')).toMatchObject({ breach: 'not-at-school' })
})
