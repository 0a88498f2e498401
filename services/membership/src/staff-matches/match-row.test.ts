import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Found, type Linked, matchRow } from './match-row.ts'

const found = (other: Partial<Found> = {}): Found => ({ trn: [], payrollNumber: [], workEmail: [], ...other })
const free = () => false

test('the TRN comes before the payroll number, and that before the address', () => {
  expect(matchRow(found({ trn: ['a'] }), undefined, free)).toEqual({ outcome: 'matched', personId: 'a', matchedBy: 'trn' })
  expect(matchRow(found({ payrollNumber: ['a'], workEmail: ['a'] }), undefined, free)).toMatchObject({ matchedBy: 'payroll-number' })
  expect(matchRow(found({ workEmail: ['a'] }), undefined, free)).toMatchObject({ matchedBy: 'work-email' })
  expect(matchRow(found(), undefined, free)).toEqual({ outcome: 'none' })
})

test('identifiers that find different people are in doubt, and so is one that finds several', () => {
  expect(matchRow(found({ trn: ['a'], workEmail: ['b'] }), undefined, free)).toEqual({ outcome: 'ambiguous', candidates: ['a', 'b'] })
  expect(matchRow(found({ payrollNumber: ['a', 'b'] }), undefined, free)).toEqual({ outcome: 'ambiguous', candidates: ['a', 'b'] })
  // One that finds several, this one among them, contradicts nothing.
  expect(matchRow(found({ trn: ['a'], payrollNumber: ['a', 'b'] }), undefined, free)).toMatchObject({ outcome: 'matched', personId: 'a' })
})

test('somebody who has another reference is in doubt', () => {
  expect(matchRow(found({ trn: ['a'] }), undefined, (id) => id === 'a')).toEqual({ outcome: 'ambiguous', candidates: ['a'] })
})

test('what was linked stays so, unless its identifiers find somebody else', () => {
  const linked = { personId: 'a', matchedBy: 'trn' } as const
  expect(matchRow(found(), linked, free)).toEqual({ outcome: 'matched', ...linked })
  expect(matchRow(found({ workEmail: ['a'] }), linked, free)).toMatchObject({ outcome: 'matched', personId: 'a' })
  expect(matchRow(found({ trn: ['b'] }), linked, free)).toEqual({ outcome: 'ambiguous', candidates: ['b', 'a'] })
})

test('what the signatory linked stays in any case', () => {
  const linked = { personId: 'a', matchedBy: 'signatory' } as const
  expect(matchRow(found({ trn: ['b'] }), linked, free)).toEqual({ outcome: 'matched', ...linked })
})

test('nobody is matched against what any identifier says, and nobody who is taken', () => {
  const people = fc.subarray(['a', 'b', 'c'])
  const linked = fc.option(fc.record({ personId: fc.constantFrom('a', 'b', 'c'), matchedBy: fc.constantFrom('trn', 'work-email') }), {
    nil: undefined,
  })
  fc.assert(
    fc.property(people, people, people, linked, people, (trn, payrollNumber, workEmail, was, taken) => {
      const lists = [trn, payrollNumber, workEmail].filter((list) => list.length > 0)
      const row = matchRow({ trn, payrollNumber, workEmail }, was as Linked | undefined, (id) => taken.includes(id))
      if (row.outcome === 'matched') {
        expect(lists.every((list) => list.includes(row.personId))).toBe(true)
        expect(taken).not.toContain(row.personId)
        if (was) expect(row.personId).toBe(was.personId)
      } else expect(row.outcome).toBe(lists.length === 0 && !was ? 'none' : 'ambiguous')
    }),
  )
})
